package ink.dreamnet.halo;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/// Verifies the walls between the rooms: an import that a room's `package-info` does not allow, or a circle, fails here.
class ModularityTests {

    @Test
    void roomsUseOnlyWhatTheyMay() {
        ApplicationModules.of(HaloApplication.class).verify();
    }
}
