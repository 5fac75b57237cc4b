-- The claim of a sale as PostgreSQL functions: one for each member, a car's number while there are
-- cars, else a place in line, each with its line in a log. A claim's position is the car's number,
-- or the capacity plus the place.

CREATE TABLE lot (
  sale_id text PRIMARY KEY,
  capacity integer NOT NULL,
  participants integer NOT NULL DEFAULT 0
);

CREATE TABLE claim (
  sale_id text NOT NULL,
  member_id text NOT NULL,
  position integer NOT NULL,
  PRIMARY KEY (sale_id, member_id)
);

CREATE TABLE log (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sale_id text NOT NULL,
  member_id text NOT NULL,
  position integer NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE SEQUENCE positions AS integer;

-- Exact: the lot's row is locked first, so whoever holds it sees all claims before its own. No
-- position is left out or given twice, and one claim commits after the other.
CREATE FUNCTION take_locked(sale text, member text) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  taken integer;
  mine integer;
BEGIN
  SELECT participants INTO STRICT taken FROM lot WHERE sale_id = sale FOR UPDATE;
  SELECT position INTO mine FROM claim WHERE sale_id = sale AND member_id = member;
  IF FOUND THEN
    RETURN mine;
  END IF;
  mine := taken + 1;
  UPDATE lot SET participants = mine WHERE sale_id = sale;
  INSERT INTO claim VALUES (sale, member, mine);
  INSERT INTO log (sale_id, member_id, position) VALUES (sale, member, mine);
  RETURN mine;
END
$$;

-- Quick: positions come from a sequence, so claims commit together. A transaction that fails takes
-- its position with it: some cars of a lot may stay unsold, and the log is not in their order.
CREATE FUNCTION take_sequence(sale text, member text) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  mine integer;
BEGIN
  SELECT position INTO mine FROM claim WHERE sale_id = sale AND member_id = member;
  IF FOUND THEN
    RETURN mine;
  END IF;
  INSERT INTO claim VALUES (sale, member, nextval('positions')) RETURNING position INTO mine;
  INSERT INTO log (sale_id, member_id, position) VALUES (sale, member, mine);
  RETURN mine;
END
$$;

INSERT INTO lot VALUES ('launch-2017', 2017);
