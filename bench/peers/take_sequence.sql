\set member random(1, 1000000000)
SELECT take_sequence('launch-2017', 't-' || :member);
