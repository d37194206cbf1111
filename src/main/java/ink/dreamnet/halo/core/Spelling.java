package ink.dreamnet.halo.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// Finds the name that was probably meant.
public final class Spelling {

    private final List<String> names;

    /// @param names the right names
    /// @param taken the names that are there; of equally similar names, one that is not there is the one that was meant
    public Spelling(Collection<String> names, Set<String> taken) {
        this.names = names.stream()
                .sorted(Comparator.comparing((String name) -> taken.contains(name)).thenComparing(name -> name))
                .toList();
    }

    /// @return the right name that is most similar; null where none is similar enough
    /// @throws Budget.ExhaustedException where there are too many names to find it
    @Nullable
    public String similar(String written) {
        String plain = plain(written);
        String best = null;
        int least = allowed(plain.length()) + 1;
        Budget.spend(10L * names.size());
        for (String name : names) {
            String other = plain(name);
            if (Math.abs(other.length() - plain.length()) < least) {
                Budget.spend((long) other.length() * plain.length());
                int distance = distance(plain, other, least);
                if (distance < least) {
                    least = distance;
                    best = name;
                }
            }
        }
        return best;
    }

    /// A slip in four letters is another word; from then on one in five.
    private static int allowed(int length) {
        return length < 4 ? 0 : Math.min(3, 1 + length / 10);
    }

    private static String plain(String name) {
        return name.toUpperCase(Locale.ROOT).replace("_", "").replace("-", "").replace(".", "");
    }

    /// Counts insertions, deletions, substitutions, and swaps of neighbours (Damerau-Levenshtein, restricted edit distance).
    ///
    /// @param bound from which distance on the exact number does not matter
    static int distance(String a, String b, int bound) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
                least = Math.min(least, row[j]);
            }
            if (least >= bound) {
                return bound;
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
