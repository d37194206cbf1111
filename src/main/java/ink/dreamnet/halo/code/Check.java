package ink.dreamnet.halo.code;

import java.util.Set;

/// Finds something in the files of a commit. A check is one class that implements [FileCheck] or [TreeCheck] and says what it
/// [Reports]; nothing else has to know of it.
public sealed interface Check permits FileCheck, TreeCheck {

    /// How the code ends that says that something is counted more often than before.
    String INCREASED = "-increased";

    /// @return every code that it can report; no other may be. While the check fails they are unknown.
    default Set<String> codes() {
        Reports reports = getClass().getAnnotation(Reports.class);
        if (reports == null) {
            throw new IllegalStateException(getClass().getName() + " does not say what it @Reports");
        }
        return Set.of(reports.value());
    }

    /// The version of what the check does. Facts that another version collected are not used again.
    ///
    /// @return by default 1; raise it with every change that can lead to other facts
    default int version() {
        return 1;
    }

    /// @return whether its findings have their severity wherever they stand; else [Place] lowers it beside production
    default boolean weighsItself() {
        return false;
    }

    /// @return what identifies the check and what it does
    default String key() {
        return getClass().getName() + ":" + version() + "/" + Place.VERSION;
    }

    /// @return the code of the issue that says that something is counted more often than before
    static String increased(String counted) {
        return "repo." + counted + INCREASED;
    }

    /// @return what is counted of which such a code says that it is more
    static String counted(String code) {
        return code.substring("repo.".length(), code.length() - INCREASED.length());
    }

    /// @return whether a code is one of those
    static boolean isIncrease(String code) {
        return code.endsWith(INCREASED);
    }
}
