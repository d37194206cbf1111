package ink.dreamnet.halo.console.board;

import java.util.List;

import ink.dreamnet.halo.subject.SubjectCounts;
import ink.dreamnet.halo.subject.SubjectGroup;
import org.jspecify.annotations.Nullable;

/// All that the board shows of subjects.
///
/// @param counts how many there are
/// @param groups the groups of this page, the worst first
/// @param labels the labels by which they can be grouped
/// @param page the page, from 1
/// @param pages how many pages of groups there are
record Board(SubjectCounts counts, List<Group> groups, List<String> labels, int page, int pages) {

    /// A group of subjects.
    ///
    /// @param title what it is called
    /// @param counts how many of it are in which state
    /// @param tiles its worst subjects
    /// @param more how many of it have no tile here
    /// @param href the list of all of it; null where there is no such list
    public record Group(String title, SubjectGroup counts, List<Tile> tiles, long more, @Nullable String href) {
    }
}
