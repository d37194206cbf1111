package ink.dreamnet.halo.subject;

import ink.dreamnet.halo.weakpoint.WeakPointsDetected;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Takes in what cycles checked. The transaction of a cycle only leaves a note that there is something to take in; the rows are written
/// after it, so that it is not slower. Where the process ends in between, whoever finds the note brings the states in line with the open
/// weak points; what is lost is a letter of some strips.
@Component
public class SubjectChecks {

    private final SubjectTable table;
    private final SubjectLoop loop;

    SubjectChecks(SubjectTable table, SubjectLoop loop) {
        this.table = table;
        this.loop = loop;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void announce(WeakPointsDetected detected) {
        table.announce(detected.observations().cycleId(), detected.at());
    }

    /// A cycle is recorded and committed. Returns at once.
    public void recorded(Checked checked) {
        loop.take(checked);
    }
}
