package ink.dreamnet.halo.subject;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectRef;

/// Tells how everything is that is watched.
public interface SubjectStates {

    /// @return a page of the subjects that match, by state with the worst first, then by kind and id
    Page<SubjectView> find(SubjectQuery query, PageQuery page);

    /// @throws NotFoundException where nothing of that kind and id is watched
    SubjectView get(SubjectRef subject);

    /// Reads how some subjects are.
    ///
    /// @return answers it of each of them; of one that is not known, that it was never checked
    Function<SubjectRef, SubjectStatus> of(Collection<SubjectRef> subjects);

    /// @return how many subjects are in which state, by kind
    SubjectCounts counts();

    /// Counts the subjects of each group; reads through an index of all of them.
    ///
    /// @return the groups, in no order
    List<SubjectGroup> groups(SubjectGroup.By by);

    /// @return the names of the labels that subjects have, in their order, at most 50
    List<String> labels();

    /// @return a number that is another one whenever anything that this tells may be different
    long version();
}
