package ink.dreamnet.halo.adaptive;

/// What of the last samples is looked at.
enum View {

    /// One sample against the mean of the last day.
    EXTREME(1),
    /// The mean of many against the rhythm of the week: also a rise that does not come.
    SUSTAINED(24),
    /// The mean change from one sample to the next against the usual one.
    UNREST(48),
    /// One sample against what was expected of it, in standard deviations.
    SURPRISE(1),
    /// The mean of a few against what was expected of them, in standard errors.
    SHIFT(5);

    private final int span;

    View(int span) {
        this.span = span;
    }

    /// @return of how many samples
    int span() {
        return span;
    }
}
