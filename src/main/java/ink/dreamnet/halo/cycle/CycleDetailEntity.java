package ink.dreamnet.halo.cycle;

import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/// The lists of one cycle's record, as JSON. They are kept for a shorter time than the rest.
@Entity
@Table(name = "halo_cycle_detail")
class CycleDetailEntity {

    @Id
    private UUID cycleId;
    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    private String detail;

    @SuppressWarnings("NullAway.Init")
    protected CycleDetailEntity() {
    }

    CycleDetailEntity(UUID cycleId, String detail) {
        this.cycleId = cycleId;
        this.detail = detail;
    }

    UUID cycleId() {
        return cycleId;
    }

    String detail() {
        return detail;
    }
}
