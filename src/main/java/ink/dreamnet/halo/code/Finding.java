package ink.dreamnet.halo.code;

import ink.dreamnet.halo.core.Severity;

/// Something that is wrong at one place of a repository.
///
/// @param code what kind of finding (`repo.json-invalid`), which is the code of the issue that it becomes a part of
/// @param severity how bad
/// @param path the file
/// @param line the line, from 1; 0 for the file as a whole
/// @param message one clause for an operator, without path and line, and without a secret
public record Finding(String code, Severity severity, String path, int line, String message) {

    /// The code of a secret that was committed.
    public static final String SECRET = "repo.secret";
    /// What is wrong with JSON that is cut off. No reader takes it, so that not even many such files are written for one.
    public static final String TRUNCATED = "ends before its JSON value does";

    /// @return the same with another severity
    public Finding with(Severity other) {
        return new Finding(code, other, path, line, message);
    }

    /// @return the same, whose message goes on
    public Finding adding(String more) {
        return new Finding(code, severity, path, line, message + more);
    }
}
