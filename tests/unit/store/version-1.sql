-- A study as version 1 of the schema wrote it, made once with that version: three cases, acts of two
-- interviews, an erased answer (c1 job) and a forgotten case (c3).
PRAGMA application_id = 1449487460;
PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE device (
    n  INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 1 AND 64) -- drawn when the file was made
) STRICT;
INSERT INTO device VALUES(1,'e66720adee0ec970');
CREATE TABLE questionnaire (
    n    INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32)
) STRICT;
INSERT INTO questionnaire VALUES(1,X'373f11d3ff4f185cc368b4c4aae3945085172fee3bbf6cede009f69194eb8318');
CREATE TABLE definition_file (
    questionnaire INTEGER NOT NULL REFERENCES questionnaire (n),
    position      INTEGER NOT NULL CHECK (position >= 0), -- in the order of reading
    path          TEXT NOT NULL CHECK (path <> ''),       -- relative, as the loader asks for it
    bytes         BLOB NOT NULL,
    digest        BLOB NOT NULL CHECK (length(digest) = 32), -- over path and bytes: SQLite does not see a flipped bit
    PRIMARY KEY (questionnaire, position),
    UNIQUE (questionnaire, path)
) STRICT;
INSERT INTO definition_file VALUES(1,0,'questionnaire.yaml',X'69643a20746573740a',X'd6297b3c26be56a67e3fa9523d5d2684ba0100a5c60d8a2c35415d51816ebeb5');
INSERT INTO definition_file VALUES(1,1,'items/one.yaml',X'6974656d733a205b5d0a',X'1394b6378aaddeea10654d0bf7109dbbc9ef08cc28ce4ac0aed0a6a4b99954a6');
CREATE TABLE study (
    one           INTEGER PRIMARY KEY CHECK (one = 1),
    id            BLOB NOT NULL CHECK (length(id) = 32),   -- drawn once; every chain begins with it
    name          TEXT NOT NULL CHECK (name <> ''),
    seed          BLOB NOT NULL CHECK (length(seed) = 32), -- of random orders
    created_ms    INTEGER NOT NULL,
    device        INTEGER NOT NULL REFERENCES device (n),        -- whose chain this file goes on with
    questionnaire INTEGER NOT NULL REFERENCES questionnaire (n)  -- of new cases
) STRICT;
INSERT INTO study VALUES(1,X'f6f7248241752c99c76925df35a285b5b5c682b63d6604cd20e139dc645d1453','Test',X'04d8436bb843cd0c10e2cdc6c24103b1c3f388311f9d8f0c874cabc27897117c',1700000000000,1,1);
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
INSERT INTO cases VALUES(1,'c1','be','','','Gent','','','an',NULL,'capi',X'5329fa29302bb4094036c2b7c584c69d18ac315054be88956e8d06bc06c57059');
INSERT INTO cases VALUES(2,'c2','tr','','','Aalst','','','an',NULL,'capi',X'90c8d780f6cdecf06cddcd14b74123846361ba2e4e42dad632cebd0a6106c490');
INSERT INTO cases VALUES(3,'c3','be','','','Genk','','','bo',NULL,'capi',X'cd5c8021972586e3d0323c9c1a3e40e93985f9824260b115e15d334eeb3884a9');
CREATE TABLE event (
    n             INTEGER PRIMARY KEY,
    id            BLOB NOT NULL UNIQUE CHECK (length(id) = 32),   -- hash over prev, this row and content
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
INSERT INTO event VALUES(1,X'7b47d0d7336d2890a9a2c3212d82bd42146929117caba7ed534685e55cade928',X'163794054ee3ade3f682e79bb9caebb12b28eb4705d5e0211db3080e048e00eb',1,1,1,'start','',0,X'',NULL,'an','nl',1,1700000000000,1000,2000,500,X'3e5daad156b64b294b0b5ee5a621bf4d590a6c9e2ec46c0f5e01f9fc946fcb73');
INSERT INTO event VALUES(2,X'd0f942ac53219942cf6e702fc434cc63bc64f124d9a2110222ab52a79db42afe',X'7b47d0d7336d2890a9a2c3212d82bd42146929117caba7ed534685e55cade928',1,2,1,'answer','age',0,X'',NULL,'an','nl',1,1700000000001,1000,2000,500,X'bf48a6b1f7c2af0fcfed40a616f90c8eb844f7df3f1ab16c6db62ce4f12f7dd8');
INSERT INTO event VALUES(3,X'e5795383b4937bc8003f4b0cf04d8065ba636e6492e47b3a393f7424c91381e0',X'd0f942ac53219942cf6e702fc434cc63bc64f124d9a2110222ab52a79db42afe',1,3,1,'answer','job',0,X'',NULL,'an','nl',1,1700000000002,1000,2000,500,X'f43d21cc9fb9d051da3a842f8848c6f4d459d6d0ee70214e4cd95bf9606eb3d8');
INSERT INTO event VALUES(4,X'44b241fb8472658b38202c61851086b48ed43962041880c353239485e62ff89a',X'e5795383b4937bc8003f4b0cf04d8065ba636e6492e47b3a393f7424c91381e0',1,4,1,'answer','age',0,X'00000000d0f942ac53219942cf6e702fc434cc63bc64f124d9a2110222ab52a79db42afe',NULL,'an','nl',1,1700000000003,1000,2000,500,X'ea9e57d88137a1b9f008160e79887a0232666f478c2af8af139217f8cad0e3e2');
INSERT INTO event VALUES(5,X'b00bde84825d59babc65e350c096996321d47c9a56dde3ea005a526e11ff436b',X'44b241fb8472658b38202c61851086b48ed43962041880c353239485e62ff89a',1,5,2,'answer','child',2,X'',NULL,'an','nl',1,1700000000000,1000,2000,500,X'a33cea30eb32576af957d46f45a8133752f00bfda7bb288bc1913031f1b5e721');
INSERT INTO event VALUES(6,X'45ef86f76c1eee510d7c5d3051a8dee4eaf44d4b3cf2ac5dacaa25c61a96ba06',X'b00bde84825d59babc65e350c096996321d47c9a56dde3ea005a526e11ff436b',1,6,3,'answer','age',0,X'',NULL,'an','nl',1,1700000000000,1000,2000,500,X'339736a204103a8f255a5182f153dcc36e7a00032910c99b09b2d5dc6354f36b');
INSERT INTO event VALUES(7,X'3b057c1371288c84c07f23c28c1760be30a0b821431180287b5f814300340f23',X'45ef86f76c1eee510d7c5d3051a8dee4eaf44d4b3cf2ac5dacaa25c61a96ba06',1,7,1,'erase','job',0,X'00000000e5795383b4937bc8003f4b0cf04d8065ba636e6492e47b3a393f7424c91381e0',NULL,'an','',NULL,1700000000000,1700000000000,0,0,X'c7ec1d685208df13b2c3f0618a41e72d3e5531095a204087c36f119f59e8b6d1');
INSERT INTO event VALUES(8,X'74a2fdbbfcbe77c2c864eb94a537430d25ae02b3e75502135cced82813d66efc',X'3b057c1371288c84c07f23c28c1760be30a0b821431180287b5f814300340f23',1,8,3,'erase','',0,X'0000000045ef86f76c1eee510d7c5d3051a8dee4eaf44d4b3cf2ac5dacaa25c61a96ba06',NULL,'an','',NULL,1700000000000,1700000000000,0,0,X'970f23735da65de8e2a007968f6232754cf9fb2570ad183da6f8fb8465f8a3a2');
CREATE TABLE payload (
    event     INTEGER PRIMARY KEY REFERENCES event (n),
    nonce     BLOB CHECK (length(nonce) = 16),
    bytes     BLOB,
    erased_by INTEGER REFERENCES event (n), -- the act of kind 'erase' that emptied it
    CHECK ((nonce IS NULL) = (erased_by IS NOT NULL) AND (bytes IS NULL) = (erased_by IS NOT NULL))
) STRICT;
INSERT INTO payload VALUES(1,X'dc3410fba465349b4fbf030f17f0b94f',X'000206737461747573000008616e737765726564077374617274656405706c616365000008616e737765726564056167652030',NULL);
INSERT INTO payload VALUES(2,X'22c676cf3bec80a37eb2cd9f08a51ae0',X'000106616e73776572036167650008616e737765726564023431',NULL);
INSERT INTO payload VALUES(3,NULL,NULL,7);
INSERT INTO payload VALUES(4,X'4a38cedd0e50935a840f9effd25127a1',X'000106616e73776572036167650008616e737765726564023432',NULL);
INSERT INTO payload VALUES(5,X'8267d5a9309d3ddf9976c81983b2ae2e',X'000106616e73776572056368696c640208616e7377657265640137',NULL);
INSERT INTO payload VALUES(6,NULL,NULL,8);
INSERT INTO payload VALUES(7,X'71164fd739d822242b4dc31926b52d31',X'106e61616d20696e20616e74776f6f72640106616e73776572036a6f62000b6e6f745f7265616368656400',NULL);
INSERT INTO payload VALUES(8,X'aca4b9db95fd5c9dc667ceb28639e553',X'0867657672616167640106616e7377657203616765000b6e6f745f7265616368656400',NULL);
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
INSERT INTO register VALUES(1,'answer','age',0,'answered','42',4);
INSERT INTO register VALUES(1,'answer','job',0,'not_reached','',7);
INSERT INTO register VALUES(1,'place','',0,'answered','age 0',1);
INSERT INTO register VALUES(1,'status','',0,'answered','started',1);
INSERT INTO register VALUES(2,'answer','child',2,'answered','7',5);
INSERT INTO register VALUES(3,'answer','age',0,'not_reached','',8);
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
INSERT INTO line VALUES(1,'c1','be','an','Gent',1,'age 0',1,1700000000000,'',1);
INSERT INTO line VALUES(2,'c2','tr','an','Aalst',0,'',1,1700000000000,'',NULL);
INSERT INTO line VALUES(3,'c3','be','bo','Genk',0,'',0,1700000000000,'',NULL);
CREATE TABLE packed (
    case_n INTEGER PRIMARY KEY,
    bytes  BLOB NOT NULL
) STRICT;
INSERT INTO packed VALUES(2,X'0102');
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
INSERT INTO identity VALUES(1,'Zoë','Peeters','Korenmarkt 1','','','',X'dcec9a49789ad5eba22ee1946f8b73a9f03384a0a0603892b35772bd6e219dc3');
INSERT INTO identity VALUES(2,'Elif','Yıldız','Dorp 2','','','',X'7cbacfee465d65e3a7aa9c3e85205d095d8852b092898c61db662ed60dc88be2');
CREATE TABLE claim (
    case_n   INTEGER PRIMARY KEY REFERENCES cases (n),
    device   TEXT NOT NULL,
    pid      INTEGER NOT NULL,
    started  INTEGER NOT NULL, -- of that process, in clock ticks since boot: a number is used again
    boot     TEXT NOT NULL,    -- id of the machine's start
    user     TEXT NOT NULL,
    since_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE setting (
    key   TEXT PRIMARY KEY CHECK (key <> ''),
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO setting VALUES('backup','/media/stick');
INSERT INTO setting VALUES('store.mark','c9d3b72f37f1d530ae7b2724b68282179576d006ec68601349c4e1b4708975fb');
CREATE INDEX event_case ON event (case_n);
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
CREATE TRIGGER payload_fixed BEFORE UPDATE ON payload
WHEN NOT (NEW.event IS OLD.event AND OLD.erased_by IS NULL AND NEW.nonce IS NULL AND NEW.bytes IS NULL
    AND EXISTS (SELECT 1 FROM event AS e JOIN event AS o ON o.n = OLD.event
                WHERE e.n = NEW.erased_by AND e.kind = 'erase' AND e.n > o.n AND e.case_n IS o.case_n))
BEGIN SELECT RAISE(ABORT, 'a payload is emptied by an erase act only'); END;
CREATE TRIGGER payload_kept BEFORE DELETE ON payload
BEGIN SELECT RAISE(ABORT, 'a payload is never removed'); END;
CREATE INDEX line_changed ON line (changed_ms DESC, id);
CREATE INDEX line_status ON line (status, id);
CREATE INDEX line_municipality ON line (municipality, id);
CREATE INDEX line_interviewer ON line (interviewer, id);
COMMIT;
