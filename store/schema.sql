-- The study file, as a document. It has three parts:
--   1. what never changes (the study, its definition, its cases, the log): answers are here, and only here;
--   2. what can be rebuilt from part 1 at any time (veldwerk verify does so and compares);
--   3. what stands apart: identities, which may be erased; settings; claims.
-- Times are milliseconds since 1970 UTC. Hashes and ids are BLAKE2b-256, 32 bytes. The encoding that an act's
-- id covers is written down in docs/reliability.md.

PRAGMA application_id = 1449487460; -- "Veld"
PRAGMA user_version = 3;

-- ==== 1. What never changes ====

-- Every chain of acts this file knows: one per study file that acts were made in.
CREATE TABLE device (
    n  INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 1 AND 64) -- drawn when the file was made
) STRICT;

-- Versions of the questionnaire, by the hash over their files.
CREATE TABLE questionnaire (
    n    INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32)
) STRICT;

-- The files of a version, frozen: a running interview never depends on a newer one.
CREATE TABLE definition_file (
    questionnaire INTEGER NOT NULL REFERENCES questionnaire (n),
    position      INTEGER NOT NULL CHECK (position >= 0), -- in the order of reading
    path          TEXT NOT NULL CHECK (path <> ''),       -- relative, as the loader asks for it
    bytes         BLOB NOT NULL,
    digest        BLOB NOT NULL CHECK (length(digest) = 32), -- over path and bytes: SQLite does not see a flipped bit
    PRIMARY KEY (questionnaire, position),
    UNIQUE (questionnaire, path)
) STRICT;

-- One row: this study.
CREATE TABLE study (
    one           INTEGER PRIMARY KEY CHECK (one = 1),
    id            BLOB NOT NULL CHECK (length(id) = 32),   -- drawn once; every chain begins with it
    name          TEXT NOT NULL CHECK (name <> ''),
    seed          BLOB NOT NULL CHECK (length(seed) = 32), -- of random orders
    created_ms    INTEGER NOT NULL,
    device        INTEGER NOT NULL REFERENCES device (n),        -- whose chain this file goes on with
    questionnaire INTEGER NOT NULL REFERENCES questionnaire (n)  -- of new cases
) STRICT;

-- The sample, as the frame gave it. Texts are empty where the frame says nothing.
CREATE TABLE cases (
    n             INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 1 AND 64),
    grp           TEXT NOT NULL, -- origin group: fixes texts and cards
    sex           TEXT NOT NULL,
    birth_date    TEXT NOT NULL, -- ISO, may be partial
    municipality  TEXT NOT NULL,
    language      TEXT NOT NULL,
    generation    TEXT NOT NULL,
    interviewer   TEXT NOT NULL, -- assigned to; the one column that may change
    questionnaire INTEGER REFERENCES questionnaire (n), -- fixed by the frame; NULL: by the first act
    mode          TEXT NOT NULL CHECK (mode IN ('capi', 'cawi', 'practice', 'simulated')),
    digest        BLOB NOT NULL CHECK (length(digest) = 32) -- over the texts that do not change
) STRICT;

-- The log: headers of all acts, in the order in which they came in. Nothing here is updated or deleted.
-- An act is looked up by its place in a chain, never by its id alone, so that ids have no index: being hashes,
-- they would write another page of it for nearly every act.
CREATE TABLE event (
    n             INTEGER PRIMARY KEY,
    id            BLOB NOT NULL CHECK (length(id) = 32),          -- hash over prev, this row and content
    prev          BLOB NOT NULL CHECK (length(prev) = 32),        -- the act before in the same chain
    device        INTEGER NOT NULL REFERENCES device (n),         -- whose chain
    seq           INTEGER NOT NULL CHECK (seq >= 1),              -- its number in the chain
    case_n        INTEGER REFERENCES cases (n),                   -- NULL: about the study
    kind          TEXT NOT NULL CHECK (kind <> ''),
    item          TEXT NOT NULL,                                  -- what it is about
    row           INTEGER NOT NULL CHECK (row BETWEEN 0 AND 4294967295),
    replaces      BLOB NOT NULL CHECK (length(replaces) % 36 = 0), -- (change, id of the act it replaces)...
    undoes        BLOB CHECK (length(undoes) = 32),
    user          TEXT NOT NULL,
    language      TEXT NOT NULL,
    questionnaire INTEGER REFERENCES questionnaire (n),
    wall_ms       INTEGER NOT NULL,
    boot_ms       INTEGER NOT NULL,                               -- CLOCK_BOOTTIME
    shown_ms      INTEGER NOT NULL CHECK (shown_ms >= 0),         -- since the question was drawn
    idle_ms       INTEGER NOT NULL CHECK (idle_ms >= 0),          -- of which the last without a key
    content       BLOB NOT NULL CHECK (length(content) = 32),     -- hash over nonce and payload
    UNIQUE (device, seq)
) STRICT;
CREATE INDEX event_case ON event (case_n);

-- What the acts say: changes and reason. Apart from the headers, because the law may ask that it be emptied;
-- the nonce keeps a short answer from being guessed from the hash that stays.
CREATE TABLE payload (
    event     INTEGER PRIMARY KEY REFERENCES event (n),
    nonce     BLOB CHECK (length(nonce) = 16),
    bytes     BLOB,
    erased_by INTEGER REFERENCES event (n), -- the act of kind 'erase' that emptied it
    CHECK ((nonce IS NULL) = (erased_by IS NOT NULL) AND (bytes IS NULL) = (erased_by IS NOT NULL))
) STRICT;

CREATE TRIGGER device_fixed BEFORE UPDATE ON device
BEGIN SELECT RAISE(ABORT, 'a device is never changed'); END;
CREATE TRIGGER device_kept BEFORE DELETE ON device
BEGIN SELECT RAISE(ABORT, 'a device is never removed'); END;
CREATE TRIGGER questionnaire_fixed BEFORE UPDATE ON questionnaire
BEGIN SELECT RAISE(ABORT, 'a version is never changed'); END;
CREATE TRIGGER questionnaire_kept BEFORE DELETE ON questionnaire
BEGIN SELECT RAISE(ABORT, 'a version is never removed'); END;
CREATE TRIGGER definition_fixed BEFORE UPDATE ON definition_file
BEGIN SELECT RAISE(ABORT, 'a definition is never changed'); END;
CREATE TRIGGER definition_kept BEFORE DELETE ON definition_file
BEGIN SELECT RAISE(ABORT, 'a definition is never removed'); END;
CREATE TRIGGER study_fixed BEFORE UPDATE OF one, id, name, seed, created_ms ON study
BEGIN SELECT RAISE(ABORT, 'a study is never changed'); END;
CREATE TRIGGER study_kept BEFORE DELETE ON study
BEGIN SELECT RAISE(ABORT, 'a study is never removed'); END;
CREATE TRIGGER cases_fixed BEFORE UPDATE OF n, id, grp, sex, birth_date, municipality, language, generation,
    questionnaire, mode, digest ON cases
BEGIN SELECT RAISE(ABORT, 'a case is never changed'); END;
CREATE TRIGGER cases_kept BEFORE DELETE ON cases
BEGIN SELECT RAISE(ABORT, 'a case is never removed'); END;
CREATE TRIGGER event_fixed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'an act is never changed'); END;
CREATE TRIGGER event_kept BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'an act is never removed'); END;
-- The one road for emptying a payload: an act of kind 'erase' about the same case says so.
CREATE TRIGGER payload_fixed BEFORE UPDATE ON payload
WHEN NOT (NEW.event IS OLD.event AND OLD.erased_by IS NULL AND NEW.nonce IS NULL AND NEW.bytes IS NULL
    AND EXISTS (SELECT 1 FROM event AS e JOIN event AS o ON o.n = OLD.event
                WHERE e.n = NEW.erased_by AND e.kind = 'erase' AND e.n > o.n AND e.case_n IS o.case_n))
BEGIN SELECT RAISE(ABORT, 'a payload is emptied by an erase act only'); END;
CREATE TRIGGER payload_kept BEFORE DELETE ON payload
BEGIN SELECT RAISE(ABORT, 'a payload is never removed'); END;

-- ==== 2. What can be rebuilt ====

-- The newest content of each register of a case.
CREATE TABLE register (
    case_n   INTEGER NOT NULL,
    register TEXT NOT NULL,
    item     TEXT NOT NULL,
    row      INTEGER NOT NULL,
    state    TEXT NOT NULL,
    value    TEXT NOT NULL,    -- canonical text
    event    INTEGER NOT NULL, -- the act that wrote it
    PRIMARY KEY (case_n, register, item, row)
) STRICT, WITHOUT ROWID;

-- One line of a case list: what the log and the frame say of a case, in one row.
CREATE TABLE line (
    case_n        INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    grp           TEXT NOT NULL,
    interviewer   TEXT NOT NULL,
    municipality  TEXT NOT NULL,
    status        INTEGER NOT NULL CHECK (status BETWEEN 0 AND 4), -- new running suspended completed stopped
    place         TEXT NOT NULL,     -- where the interview was left
    answers       INTEGER NOT NULL,  -- cells answered
    changed_ms    INTEGER NOT NULL,  -- of the last act; 0: none
    outcome       TEXT NOT NULL,     -- of a stop
    questionnaire INTEGER            -- the version it was started with
) STRICT;
CREATE INDEX line_changed ON line (changed_ms DESC, id);
CREATE INDEX line_status ON line (status, id);
CREATE INDEX line_municipality ON line (municipality, id);
CREATE INDEX line_interviewer ON line (interviewer, id);
CREATE INDEX line_group ON line (grp, status, id);

-- Search by a few letters: id, municipality, street, and the name both ways round, in lower case without accents.
CREATE TABLE search (
    word   TEXT NOT NULL,
    case_n INTEGER NOT NULL,
    PRIMARY KEY (word, case_n)
) STRICT, WITHOUT ROWID;

-- One packed row per finished interview, for exports; made by the program, gone with the next act.
CREATE TABLE packed (
    case_n INTEGER PRIMARY KEY,
    bytes  BLOB NOT NULL
) STRICT;

-- ==== 3. What stands apart ====

-- Who the person is. Not in the log, so that it can be forgotten.
CREATE TABLE identity (
    case_n     INTEGER PRIMARY KEY REFERENCES cases (n),
    first_name TEXT NOT NULL,
    last_name  TEXT NOT NULL,
    street     TEXT NOT NULL,
    postcode   TEXT NOT NULL,
    phone      TEXT NOT NULL,
    email      TEXT NOT NULL,
    digest     BLOB NOT NULL CHECK (length(digest) = 32) -- over these texts
) STRICT;

-- Who interviews now. A claim is void when its process is gone or the machine was started again.
CREATE TABLE claim (
    case_n   INTEGER PRIMARY KEY REFERENCES cases (n),
    device   TEXT NOT NULL,
    pid      INTEGER NOT NULL,
    started  INTEGER NOT NULL, -- of that process, in clock ticks since boot: a number is used again
    boot     TEXT NOT NULL,    -- id of the machine's start
    user     TEXT NOT NULL,
    since_ms INTEGER NOT NULL
) STRICT;

-- Small things the program remembers with the study.
CREATE TABLE setting (
    key   TEXT PRIMARY KEY CHECK (key <> ''),
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
