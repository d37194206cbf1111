package ink.dreamnet.halo.resonance.pattern;

import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.Severity;

/// A pattern that a detector found.
///
/// @param pattern the name of the pattern (`recurrence`, `group`, `precedence`, `rhythm.hour-of-day`, `change-point`, `storm`, `trend`)
/// @param key which one of that pattern it is, by the numbers of its subjects and what else tells it apart; stable, and at most 200
///        characters. Names of subjects are not part of it.
/// @param subjects the numbers of its subjects, in the order in which they are to be named
/// @param eValue the evidence against "this is chance", from the first report of this key on: at most 1 on average where it is chance,
///        whenever one stops (an e-process), given that the key was reported. So what made the detector report it (its screen) must
///        not count again: the first report has 1, and what is observed later multiplies it. NaN where nothing is tested, because it is
///        arithmetic (the end of a certificate) or is seen as such (a storm is under way).
/// @param severity how bad it is
/// @param template one plain sentence, with `{0}`, `{1}` … in the place of the names of its subjects
/// @param evidence what it rests on: counts, statistics, intervals; turns into JSON
/// @param cyclesMs when the cycles observed that it rests on, in ms since 1970, the latest first and at most 20
/// @param actions what could be done, one phrase each
public record Finding(String pattern, String key, List<Integer> subjects, double eValue, Severity severity,
        String template, Map<String, Object> evidence, List<Long> cyclesMs, List<String> actions) {

    /// Copies the collections.
    public Finding {
        subjects = List.copyOf(subjects);
        evidence = Map.copyOf(evidence);
        cyclesMs = List.copyOf(cyclesMs);
        actions = List.copyOf(actions);
    }
}
