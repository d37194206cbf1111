package ink.dreamnet.halo.repo.scan;

import java.io.IOException;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.LinkEvidence;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Tree;

/// What all links together tell about one that leads to nothing.
final class BrokenLinks implements Judge {

    private final LinkEvidence evidence;

    BrokenLinks(Tree tree) {
        this.evidence = new LinkEvidence(tree);
    }

    @Override
    public boolean concerns(Reference reference) {
        return reference.kind() == Reference.Kind.LINK;
    }

    @Override
    public void holds(Reference reference) {
        evidence.works(reference);
    }

    @Override
    public void add(Reference reference) {
        evidence.add(reference);
    }

    @Override
    public Finding judge(Reference reference) throws IOException {
        return evidence.judge(reference);
    }
}
