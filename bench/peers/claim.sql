-- The claim of a sale as a PostgreSQL function: one for each member, a car's number while there are
-- cars, else a place in line, each with its line in a log.

CREATE TABLE lot (
  sale_id text PRIMARY KEY,
  capacity integer NOT NULL,
  participants integer NOT NULL DEFAULT 0
);

CREATE TABLE claim (
  sale_id text NOT NULL REFERENCES lot,
  member_id text NOT NULL,
  number integer,
  place integer,
  PRIMARY KEY (sale_id, member_id),
  CHECK ((number IS NULL) <> (place IS NULL))
);

CREATE TABLE log (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sale_id text NOT NULL,
  member_id text NOT NULL,
  number integer,
  place integer,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The lot's row is locked first: whoever holds it sees all claims before its own, so neither a
-- number nor a member can come twice.
CREATE FUNCTION take(sale text, member text) RETURNS TABLE (number integer, place integer)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  cars lot%ROWTYPE;
BEGIN
  SELECT * INTO STRICT cars FROM lot WHERE sale_id = sale FOR UPDATE;
  SELECT c.number, c.place INTO number, place
    FROM claim c WHERE c.sale_id = sale AND c.member_id = member;
  IF NOT FOUND THEN
    IF cars.participants < cars.capacity THEN
      number := cars.participants + 1;
    ELSE
      place := cars.participants - cars.capacity + 1;
    END IF;
    UPDATE lot SET participants = cars.participants + 1 WHERE sale_id = sale;
    INSERT INTO claim VALUES (sale, member, number, place);
    INSERT INTO log (sale_id, member_id, number, place) VALUES (sale, member, number, place);
  END IF;
  RETURN NEXT;
END
$$;

INSERT INTO lot VALUES ('launch-2017', 2017);
