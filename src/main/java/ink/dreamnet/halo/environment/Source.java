package ink.dreamnet.halo.environment;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Where variables of an environment come from, checked.
sealed interface Source {

    /// @return how it is called in messages
    String label();

    /// @return whether it may be absent
    boolean optional();

    /// A dotenv file.
    record DotenvFile(Path path, boolean optional) implements Source {
        @Override
        public String label() {
            return path.toString();
        }
    }

    /// A directory in which each file is a variable.
    record Directory(Path path, boolean optional) implements Source {
        @Override
        public String label() {
            return path.toString();
        }
    }

    /// HALO's own process environment.
    ///
    /// @param names which variables, besides those of the schema
    /// @param prefixes how further names begin
    record Process(Set<String> names, List<String> prefixes) implements Source {
        @Override
        public String label() {
            return "process environment";
        }

        @Override
        public boolean optional() {
            return false;
        }
    }
}
