package ink.dreamnet.halo.environment.dotenv;

import org.jspecify.annotations.Nullable;

/// A line of a dotenv file that is not right.
///
/// @param line where it stands, from 1
/// @param name the variable, where the line names one
/// @param reason what is wrong, without quoting what is there
/// @param minor whether all that is wrong is that implementations read it differently
public record DotenvProblem(int line, @Nullable String name, String reason, boolean minor) {
}
