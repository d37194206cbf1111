package ink.dreamnet.halo.code;

import java.util.Set;

/// Finds something in the files of a commit. A check is one class that implements [FileCheck] or [TreeCheck] and is a Spring
/// bean; nothing else has to know of it.
public sealed interface Check permits FileCheck, TreeCheck {

    /// @return every code that it can report, those of what it counts included ([#increased]); no other may be. While the check
    ///         fails they are unknown, and its findings of before stay as they are.
    Set<String> codes();

    /// The version of what the check does. Facts that another version collected are not used again.
    ///
    /// @return by default 1; raise it with every change that can lead to other facts
    default int version() {
        return 1;
    }

    /// @return the code of the issue that says that something is counted more often than before
    static String increased(String counted) {
        return "repo." + counted + "-increased";
    }

    /// @return whether a code is one of those
    static boolean isIncrease(String code) {
        return code.endsWith("-increased");
    }
}
