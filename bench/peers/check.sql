-- Prints "ok", or what went wrong.
SELECT CASE
  WHEN count(number) <> count(DISTINCT number) THEN 'a number was given twice'
  WHEN max(number) > 2017 THEN 'a number beyond the lot was given'
  WHEN count(*) <> (SELECT participants FROM lot) THEN 'participants and claims differ'
  WHEN count(*) <> (SELECT count(*) FROM log) THEN 'log and claims differ'
  ELSE 'ok'
END FROM claim;
