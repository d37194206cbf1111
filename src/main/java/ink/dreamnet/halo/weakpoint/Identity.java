package ink.dreamnet.halo.weakpoint;

import ink.dreamnet.halo.core.SubjectRef;

/// What makes a weak point the same one from cycle to cycle.
record Identity(String analyzer, String code, SubjectRef subject) {

    /// @return `analyzer|code|kind:id`, unique because neither analyzer nor code can hold a bar
    @Override
    public String toString() {
        return analyzer + "|" + code + "|" + subject;
    }
}
