package ink.dreamnet.halo.code;

import java.time.Instant;
import java.util.regex.Pattern;

/// What a file tells about others. Findings that depend on it wait until the whole tree is known ([Reference.Kind]).
public sealed interface Note {

    /// The file names another one, which lies anywhere in the repository.
    ///
    /// @param file the last part of its path
    /// @param asOfTests whether it says that this is a key for tests or development
    record Names(String file, boolean asOfTests) implements Note {

        private static final Pattern KEY_FILE = Pattern
                .compile("(?:.{0,100}\\.(?:pem|key|p8|pk8|priv|rsa|asc|crt|cer|cert)|id_(?:rsa|dsa|ecdsa|ed25519))");
    }

    /// The file is a build's and may make another one.
    ///
    /// @param end the last two parts of its path
    record Makes(String end) implements Note {
    }

    /// The file takes another one into it, as an entity of XML.
    ///
    /// @param path of the other file, from the root of the repository
    record Includes(String path) implements Note {
    }

    /// The file holds a certificate.
    ///
    /// @param worthless from when on its key protects nothing: from the beginning of time for one of a test's name or of no name; when it
    ///        ends, for one that only vouches for itself; [#NEVER] for any other
    record Certificate(Instant worthless) implements Note {

        /// Later than any certificate lasts.
        public static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");
    }

    /// @param name the last part of a path
    /// @return whether it is the name of a file for a key or a certificate, so that who names it is noted
    static boolean isKeyFile(String name) {
        return Names.KEY_FILE.matcher(name).matches();
    }
}
