package ink.dreamnet.halo.repo.integrity;

import java.util.Set;

/// The codes of what can be wrong with a repository as git sees it.
public final class IntegrityCodes {

    /// The repository cannot be opened or fetched.
    public static final String UNREACHABLE = "repo.unreachable";
    /// Objects that HEAD needs are missing.
    public static final String OBJECTS_MISSING = "repo.objects-missing";
    /// Objects that HEAD needs are not what their ids say.
    public static final String OBJECTS_CORRUPT = "repo.objects-corrupt";
    /// A ref cannot be read or points nowhere.
    public static final String REFS_BROKEN = "repo.refs-broken";
    /// A merge was begun and not ended.
    public static final String MERGE_UNRESOLVED = "repo.merge-unresolved";
    /// The branch lacks commits that its upstream has.
    public static final String BRANCH_BEHIND = "repo.branch-behind";
    /// The branch and its upstream each have commits that the other lacks.
    public static final String BRANCH_DIVERGED = "repo.branch-diverged";
    /// Nobody committed for long.
    public static final String INACTIVE = "repo.inactive";
    /// A symbolic link leads to nothing.
    public static final String SYMLINK_BROKEN = "repo.symlink-broken";
    /// A symbolic link leads out of the repository.
    public static final String SYMLINK_OUTSIDE = "repo.symlink-outside";
    /// A submodule that cannot be resolved.
    public static final String SUBMODULE_UNRESOLVED = "repo.submodule-unresolved";
    /// Paths that some file systems take for the same.
    public static final String CASE_COLLISION = "repo.case-collision";
    /// An operator's own check failed.
    public static final String CHECK_FAILED = "repo.check-failed";

    /// What is checked in every cycle, whatever became of the files.
    public static final Set<String> OF_STATE = Set.of(UNREACHABLE, REFS_BROKEN, MERGE_UNRESOLVED, BRANCH_BEHIND,
            BRANCH_DIVERGED, INACTIVE);

    private IntegrityCodes() {
    }
}
