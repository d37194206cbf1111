package ink.dreamnet.halo.code;

/// Takes what a check finds.
public interface Facts {

    /// Something is wrong.
    void finding(Finding finding);

    /// Something must exist elsewhere, which is decided when the whole tree is known.
    void reference(Reference reference);

    /// Something that decides how bad findings of other files are.
    void note(Note note);

    /// Something is counted over the whole repository (`todo`), so that its number can be watched; see [Check#increased].
    ///
    /// @param what lower-case words with hyphens
    /// @param times how often it occurs in this file, at least 0
    void count(String what, int times);
}
