CREATE TABLE planets (name TEXT, moons INTEGER);

INSERT INTO planets VALUES ('Earth', 1), ('Mars', 2), ('Jupiter', 95);

SELECT name, moons FROM planets ORDER BY moons DESC;
