package ink.dreamnet.halo.environment.dotenv;

import java.util.List;
import java.util.Map;

/// What stands in a dotenv file.
///
/// @param entries the assignments in their order
/// @param problems the lines that are not right
/// @param commentedOut the lines of assignments that are commented out (`# NAME=`), by name
/// @param comments the comment that stands directly above a line and the one behind its value, line by line, by that line
public record DotenvFile(List<DotenvEntry> entries, List<DotenvProblem> problems, Map<String, Integer> commentedOut,
        Map<Integer, String> comments) {

    /// Overwrites all values.
    public void wipe() {
        entries.forEach(entry -> entry.written().wipe());
    }
}
