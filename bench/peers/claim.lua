-- The claim of a sale as a Redis script: one for each member, a car's number while there are cars,
-- else a place in line, each with its entry in a stream.
-- KEYS: claims by member, stream. ARGV: capacity, member.
local first = redis.call("HGET", KEYS[1], ARGV[2])
if first then
  return first
end
local participants = redis.call("HLEN", KEYS[1])
local capacity = tonumber(ARGV[1])
local answer
if participants < capacity then
  answer = "number " .. (participants + 1)
else
  answer = "place " .. (participants - capacity + 1)
end
redis.call("HSET", KEYS[1], ARGV[2], answer)
redis.call("XADD", KEYS[2], "*", "member", ARGV[2], "answer", answer)
return answer
