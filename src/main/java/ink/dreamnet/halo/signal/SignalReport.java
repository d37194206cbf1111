package ink.dreamnet.halo.signal;

import io.swagger.v3.oas.annotations.media.Schema;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.NOT_REQUIRED;

/// What a source counted since its last report.
///
/// @param source who counted
/// @param requests how many requests it served; by default 0
/// @param errors how many of them failed; by default 0
record SignalReport(String source, @Schema(requiredMode = NOT_REQUIRED) long requests,
        @Schema(requiredMode = NOT_REQUIRED) long errors) {

    static final int MAX_SOURCE = 200;
    static final long MAX_COUNT = 1_000_000_000_000L;
}
