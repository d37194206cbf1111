package ink.dreamnet.halo.repo.scan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import ink.dreamnet.halo.code.Check;
import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Note;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reference;
import org.jspecify.annotations.Nullable;

/// What the checks collected in one file, or a tree check in all.
record FileFacts(List<Finding> findings, List<Reference> references, Map<String, Integer> counts, Set<Note> notes) {

    static final FileFacts NONE = new FileFacts(List.of(), List.of(), Map.of(), Set.of());

    boolean isEmpty() {
        return findings.isEmpty() && references.isEmpty() && counts.isEmpty() && notes.isEmpty();
    }

    /// Collects facts, within bounds. For use by one thread.
    static final class Collector implements Facts {

        /// A file with more findings than these is wrong in a way that more of them would not explain.
        private static final int MOST_FINDINGS = 1000;
        private static final int MOST_REFERENCES = 20_000;
        private static final int MOST_NOTES = 1000;

        private final int factor;
        private final List<Finding> findings = new ArrayList<>(0);
        private final List<Reference> references = new ArrayList<>(0);
        private final Map<String, Integer> counts = new TreeMap<>();
        private final Set<Note> notes = new LinkedHashSet<>(0);
        private @Nullable Check check;
        private Set<String> codes = Set.of();

        /// @param factor how many files' facts it takes
        Collector(int factor) {
            this.factor = factor;
        }

        /// @param check the check that reports from now on
        Collector of(Check check) {
            this.check = check;
            this.codes = check.codes();
            return this;
        }

        @Override
        public void finding(Finding finding) {
            Check by = declared(finding.code());
            if (findings.size() < MOST_FINDINGS * factor) {
                findings.add(Place.weigh(by, finding));
            }
        }

        @Override
        public void reference(Reference reference) {
            Check by = declared(reference.missing().code());
            if (references.size() < MOST_REFERENCES * factor) {
                references.add(reference.with(Place.weigh(by, reference.missing())));
            }
        }

        @Override
        public void count(String what, int times) {
            declared(Check.increased(what));
            if (times > 0) {
                counts.merge(what, times, Integer::sum);
            }
        }

        @Override
        public void note(Note note) {
            if (notes.size() < MOST_NOTES) {
                notes.add(note);
            }
        }

        /// What a failing check does not declare would count as healthy.
        private Check declared(String code) {
            if (check == null || !codes.contains(code)) {
                throw new IllegalStateException("%s is not among the codes of the check".formatted(code));
            }
            return check;
        }

        FileFacts facts() {
            FileFacts all = new FileFacts(findings, references, counts, notes);
            return all.isEmpty() ? NONE : all;
        }
    }
}
