/** What lies beside the tables of a project, as a project that hands out its pictures writes it. */
export const readme = `Savanna camera traps
====================

Drawn from a seed by Descent: no animal was disturbed. The tables have the columns of Snapshot Serengeti (LILA BC), and its troubles.

annotations.csv   one row for each species in a capture (a burst of one to three pictures), as volunteers saw it
                  question__count_*: classes 1 ... 10, 11-50, 51+
                  p_users_identified_this_species: part of the volunteers who named this species
                  pielous_evenness_index: 0 where all agree, 1 where nobody does
images.csv        one row for each picture that is handed out: none with people, few without animals
S1/, S2/          the pictures by season, site and roll; some arrived damaged, and at least one not at all

Files that you delete here are drawn again when the data set is next asked for.
`;
