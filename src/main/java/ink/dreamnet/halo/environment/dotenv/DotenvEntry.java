package ink.dreamnet.halo.environment.dotenv;

/// One assignment of a dotenv file, as it is written: not yet unescaped and interpolated.
///
/// @param name the variable
/// @param line where it stands, from 1
/// @param written what stands between the quotes, or the unquoted value
/// @param style how it is written
public record DotenvEntry(String name, int line, SecretText written, Style style) {

    /// How a value is written.
    public enum Style {
        /// Without quotes: `\$` is a dollar, `$A` is replaced.
        PLAIN,
        /// In double quotes: escapes are read, `$A` is replaced.
        DOUBLE,
        /// In single quotes or backticks: only the escaped quote is read.
        LITERAL
    }
}
