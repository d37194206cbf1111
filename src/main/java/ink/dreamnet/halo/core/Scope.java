package ink.dreamnet.halo.core;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/// Which subjects a cycle looks at.
public sealed interface Scope {

    /// Every subject.
    Scope ALL = new All();

    /// The most subjects that a cycle is limited to by their names.
    int MOST_NAMED = 10_000;

    /// @param subjects at least one
    /// @return a scope that includes them: everything, where they are more than [#MOST_NAMED]
    static Scope of(Set<SubjectRef> subjects) {
        return subjects.size() > MOST_NAMED ? ALL : new Named(subjects);
    }

    /// @return whether the subject is to be looked at
    boolean includes(SubjectRef subject);

    /// @return the smallest scope of these forms that includes whatever one of the two includes
    default Scope union(Scope other) {
        if (equals(other)) {
            return this;
        }
        if (this instanceof Named(Set<SubjectRef> mine) && other instanceof Named(Set<SubjectRef> theirs)) {
            Set<SubjectRef> both = new TreeSet<>(mine);
            both.addAll(theirs);
            return new Named(both);
        }
        return ALL;
    }

    /// Every subject.
    record All() implements Scope {
        @Override
        public boolean includes(SubjectRef subject) {
            return true;
        }
    }

    /// Only the named subjects.
    ///
    /// @param subjects at least one
    record Named(Set<SubjectRef> subjects) implements Scope {
        /// @throws InvalidInputException where no subject is named
        public Named {
            subjects = Set.copyOf(subjects);
            if (subjects.isEmpty()) {
                throw new InvalidInputException("subjects", "must name at least one subject");
            }
        }

        @Override
        public boolean includes(SubjectRef subject) {
            return subjects.contains(subject);
        }
    }

    /// The subjects that fall into one of `of` parts by a hash (CRC-32C of `kind:id`) that never changes, so that n
    /// scoped cycles together see everything once.
    ///
    /// @param index the part, from 1 to `of`
    /// @param of how many parts there are, from 1 to 1,000
    record Shard(int index, int of) implements Scope {
        /// @throws InvalidInputException where the numbers are out of range
        public Shard {
            if (of < 1 || of > 1000) {
                throw new InvalidInputException("shard.of", "%d is not between 1 and 1000".formatted(of));
            }
            if (index < 1 || index > of) {
                throw new InvalidInputException("shard.index", "%d is not between 1 and %d".formatted(index, of));
            }
        }

        @Override
        public boolean includes(SubjectRef subject) {
            CRC32C crc = new CRC32C();
            crc.update(subject.toString().getBytes(StandardCharsets.UTF_8));
            return Math.floorMod(crc.getValue(), (long) of) == index - 1;
        }
    }
}
