-- Prints "ok", or what went wrong.
SELECT CASE
  WHEN count(*) = 0 THEN 'nobody claimed'
  WHEN count(*) <> count(DISTINCT position) THEN 'a position was given twice'
  WHEN count(*) <> (SELECT count(*) FROM log) THEN 'log and claims differ'
  ELSE 'ok'
END FROM claim;
