-- Places: districts, towns, their other names, areas that group districts, and postcodes.
-- Points are EPSG:27700, metres, easting first.

CREATE EXTENSION IF NOT EXISTS postgis;

CREATE TABLE districts (
    code text PRIMARY KEY CHECK (code ~ '^E0[6-9][0-9]{6}$'),
    name text NOT NULL UNIQUE,
    source text NOT NULL
);

CREATE TABLE places (
    id integer PRIMARY KEY,
    name text NOT NULL UNIQUE,
    kind text NOT NULL CHECK (kind IN ('market_town', 'urban_area', 'other_town')),
    district_code text NOT NULL REFERENCES districts,
    point geometry(Point, 27700) NOT NULL,
    source text NOT NULL
);
CREATE INDEX places_point ON places USING gist (point);

-- Another way to write the name of a place or of a district; kept folded, as geodata.gazetteer.fold does.
CREATE TABLE place_aliases (
    alias text PRIMARY KEY,
    place_id integer REFERENCES places,
    district_code text REFERENCES districts,
    CHECK (num_nonnulls(place_id, district_code) = 1)
);

-- Areas of several tiers over the same districts, each true from a date until a date.
CREATE TABLE localities (
    id integer PRIMARY KEY,
    tier text NOT NULL,
    name text NOT NULL,
    valid_from date NOT NULL,
    valid_until date CHECK (valid_until > valid_from),
    source text NOT NULL,
    UNIQUE (tier, name, valid_from)
);
CREATE TABLE locality_districts (
    locality_id integer NOT NULL REFERENCES localities,
    district_code text NOT NULL REFERENCES districts,
    PRIMARY KEY (locality_id, district_code)
);

-- The ONS Postcode Directory. A postcode's district comes from its code, never from a polygon.
CREATE TABLE postcodes (
    postcode text PRIMARY KEY CHECK (postcode ~ '^[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}$'),
    district_code text NOT NULL REFERENCES districts,
    nearest_place_id integer NOT NULL REFERENCES places,
    point geometry(Point, 27700) NOT NULL
);
CREATE INDEX postcodes_point ON postcodes USING gist (point);
