package ink.dreamnet.halo.weakpoint;

import java.util.List;

import ink.dreamnet.halo.core.SubjectRef;

/// Finds subjects by a label: the other direction of [SubjectDirectory]. A room that keeps subjects implements it; there may
/// be several, each of which knows its own.
@FunctionalInterface
public interface LabelledSubjects {

    /// @param name the label's name
    /// @param value its value, compared exactly
    /// @return the subjects that have it, in no order, each once
    List<SubjectRef> labelled(String name, String value);
}
