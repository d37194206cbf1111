package ink.dreamnet.halo.resonance.timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectRef;

/// The subjects of a fleet by number, in the order in which they became known. What is computed goes by numbers alone, so that the
/// names of subjects decide nothing. Not for use by several threads at once.
public final class Fleet {

    private final Map<SubjectRef, Integer> numbers = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<List<Integer>> dependants = new ArrayList<>();

    private record Entry(SubjectRef subject, Map<String, String> labels, List<Integer> dependsOn, boolean declared) {
    }

    /// @return the number of a subject, which is new where it was not known
    public int number(SubjectRef subject) {
        Integer known = numbers.get(subject);
        if (known != null) {
            return known;
        }
        int number = entries.size();
        numbers.put(subject, number);
        entries.add(new Entry(subject, Map.of(), List.of(), false));
        dependants.add(new ArrayList<>());
        return number;
    }

    /// Takes over what is declared of a subject, instead of what was declared before.
    ///
    /// @return its number
    public int declare(SubjectRef subject, Facts facts) {
        int number = number(subject);
        Entry known = entries.get(number);
        if (known.declared() && known.labels().equals(facts.labels())
                && known.dependsOn().stream().map(this::subject).toList().equals(facts.dependsOn())) {
            return number;
        }
        for (int before : entries.get(number).dependsOn()) {
            dependants.get(before).remove((Integer) number);
        }
        List<Integer> dependsOn = facts.dependsOn().stream().map(this::number).filter(other -> other != number)
                .distinct().toList();
        dependsOn.forEach(other -> dependants.get(other).add(number));
        entries.set(number, new Entry(subject, facts.labels(), dependsOn, true));
        return number;
    }

    /// Notes that a subject is not watched any more. Its number is kept.
    public void remove(SubjectRef subject) {
        Integer number = numbers.get(subject);
        if (number != null) {
            declare(subject, Facts.NONE);
            entries.set(number, new Entry(subject, Map.of(), List.of(), false));
        }
    }

    /// @return how many numbers there are: those from 0 to one less
    public int size() {
        return entries.size();
    }

    /// @return the subject of a number
    public SubjectRef subject(int number) {
        return entries.get(number).subject();
    }

    /// @return whether it is watched; one that others depend on need not be
    public boolean watched(int number) {
        return entries.get(number).declared();
    }

    /// @return the declared labels
    public Map<String, String> labels(int number) {
        return entries.get(number).labels();
    }

    /// @return the numbers of the subjects that it declares to depend on directly, in their order
    public List<Integer> dependsOn(int number) {
        return entries.get(number).dependsOn();
    }

    /// @return the numbers of the subjects that declare to depend on it directly
    public List<Integer> dependants(int number) {
        return List.copyOf(dependants.get(number));
    }
}
