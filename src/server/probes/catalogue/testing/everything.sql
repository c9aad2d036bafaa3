-- One of each kind of object that a DatabaseSchema tells of; runs on PostgreSQL 14 and later.
CREATE SCHEMA side;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE nothing AS ENUM ();
CREATE COLLATION side.german (provider = icu, locale = 'de-DE');
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION is_member(integer) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT $1 > 0';

CREATE TABLE rooms (
  id serial PRIMARY KEY,
  name text COLLATE "C" NOT NULL,
  label varchar(20) COLLATE side.german,
  plain name,
  mood mood NOT NULL DEFAULT 'ok',
  price numeric(10, 2) DEFAULT 0.50 CHECK (price >= 0),
  number bigint GENERATED ALWAYS AS IDENTITY (START 10 INCREMENT 5 CACHE 3),
  area int4range,
  owner integer,
  created timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT sizes CHECK (name <> '' AND length(name) < 100) NO INHERIT,
  CONSTRAINT apart EXCLUDE USING gist (area WITH &&) WHERE (mood <> 'sad') DEFERRABLE INITIALLY DEFERRED
);
ALTER TABLE rooms ADD CONSTRAINT late CHECK (owner > 0) NOT VALID;
CREATE INDEX rooms_name_idx ON rooms (name, label COLLATE "C", lower(label) COLLATE "POSIX");
CREATE TABLE bookings (
  a integer,
  b integer,
  room integer REFERENCES rooms DEFERRABLE INITIALLY DEFERRED,
  at timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  UNIQUE (a, b)
);
CREATE TABLE side.notes (
  id integer PRIMARY KEY,
  a integer,
  b integer,
  CONSTRAINT pair FOREIGN KEY (a, b) REFERENCES bookings (a, b) MATCH FULL ON DELETE CASCADE
);

CREATE SEQUENCE tickets AS smallint INCREMENT BY -1 MINVALUE -100 MAXVALUE -1 START -1 CACHE 2 CYCLE;
CREATE SEQUENCE owned OWNED BY bookings.a;

CREATE TRIGGER touched BEFORE INSERT OR UPDATE OF name, price ON rooms
  FOR EACH ROW WHEN (NEW.name IS DISTINCT FROM 'x') EXECUTE FUNCTION touch();
CREATE TRIGGER counted AFTER DELETE ON rooms
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION touch('one', 'it''s');
CREATE CONSTRAINT TRIGGER checked AFTER INSERT ON bookings DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE rooms DISABLE TRIGGER counted;
ALTER TABLE bookings ENABLE ALWAYS TRIGGER checked;

ALTER TABLE rooms ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON rooms FOR SELECT USING (owner = 1 AND is_member(owner));
CREATE POLICY members ON rooms AS RESTRICTIVE FOR INSERT TO CURRENT_USER, pg_monitor
  WITH CHECK (EXISTS (SELECT 1 FROM bookings b WHERE b.room = rooms.id));
ALTER TABLE bookings ENABLE ROW LEVEL SECURITY;

CREATE VIEW cheap AS SELECT r.id, r.name AS title, upper(r.name) AS "Loud" FROM rooms r WHERE r.price < 10 ORDER BY r.name;
CREATE VIEW with_star AS SELECT rooms.*, (rooms.*)::text AS whole FROM rooms;
CREATE VIEW joined AS
  WITH recent AS (SELECT b.room, count(*) AS bookings FROM bookings b WHERE b.at > '2024-01-01' GROUP BY b.room)
  SELECT r.id, recent.bookings, CASE WHEN r.mood = 'sad' THEN 'a  b' ELSE 'c' END AS face,
         row_number() OVER (PARTITION BY r.mood ORDER BY r.price DESC) AS place
  FROM rooms r LEFT JOIN recent ON recent.room = r.id
  WHERE EXISTS (SELECT 1 FROM bookings WHERE bookings.room = r.id) AND r.name = ANY (ARRAY['a', 'b']);
CREATE VIEW united AS SELECT id FROM rooms UNION ALL SELECT room FROM bookings;
CREATE VIEW grouped AS SELECT mood, sum(price) AS total FROM rooms GROUP BY mood HAVING count(*) > 1 ORDER BY 2 DESC LIMIT 5;
CREATE VIEW sub AS SELECT x.n FROM (SELECT count(*) AS n FROM rooms) x WHERE x.n > (SELECT min(b.a) FROM bookings b);
CREATE MATERIALIZED VIEW totals AS SELECT mood, count(*) AS rooms FROM rooms GROUP BY mood;
CREATE UNIQUE INDEX totals_mood_idx ON totals (mood);

CREATE TABLE parts (k integer, v text CHECK (v <> '')) PARTITION BY LIST (k);
CREATE TABLE part1 PARTITION OF parts FOR VALUES IN (1);
CREATE TRIGGER parted BEFORE INSERT ON parts FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TABLE base (id integer, CONSTRAINT positive CHECK (id > 0));
CREATE TABLE child (extra text) INHERITS (base);
