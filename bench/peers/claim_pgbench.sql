\set member random(1, 1000000000)
SELECT number, place FROM take('launch-2017', 't-' || :member);
