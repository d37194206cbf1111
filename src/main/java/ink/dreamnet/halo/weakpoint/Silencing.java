package ink.dreamnet.halo.weakpoint;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Puts and ends silences and maintenance windows, and shows what they do. What is put or ended holds for the open weak points at once.
@Service
public class Silencing {

    private final Silences silences;
    private final SilenceMatching matching;
    private final Suppressions suppressions;
    private final Clock clock;

    Silencing(Silences silences, SilenceMatching matching, Suppressions suppressions, Clock clock) {
        this.silences = silences;
        this.matching = matching;
        this.suppressions = suppressions;
        this.clock = clock;
    }

    /// @param state `current`, `expired` or `all`; null means those that have not ended
    /// @return a page of those that were put by the API, the newest first
    /// @throws InvalidInputException where it is no such state
    @Transactional(readOnly = true)
    public Page<SilenceView> find(@Nullable String state, PageQuery page) {
        return silences.find(SilenceStore.Filter.of(state), page).map(this::view);
    }

    /// @return the windows that configuration declares
    public List<SilenceView> declared() {
        return silences.declared().stream().map(this::view).toList();
    }

    /// @param id the id of one that was put, or that configuration declares
    /// @throws ink.dreamnet.halo.core.NotFoundException where there is none of that id
    @Transactional(readOnly = true)
    public SilenceView get(String id) {
        return view(silences.get(id));
    }

    /// As [#find], with what each of them matches now, and when it holds between two times. The windows that configuration declares
    /// stand first on the first page, unless only ended ones are asked for.
    @Transactional(readOnly = true)
    public Page<SilenceOutlook> outlook(@Nullable String state, PageQuery page, Instant from, Instant until) {
        SilenceStore.Filter filter = SilenceStore.Filter.of(state);
        Page<Silence> found = silences.find(filter, page);
        List<Silence> all = new ArrayList<>();
        if (page.before() == null && filter != SilenceStore.Filter.EXPIRED) {
            all.addAll(silences.declared());
        }
        all.addAll(found.items());
        List<SilenceHits> hits = matching.of(all).hits();
        List<SilenceOutlook> outlook = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            outlook.add(new SilenceOutlook(view(all.get(i)), hits.get(i), all.get(i).spans(from, until)));
        }
        return new Page<>(outlook, found.next());
    }

    /// Shows what a silence would do.
    ///
    /// @param spec the silence; its comment and whether everything is meant may be missing
    /// @throws InvalidInputException naming every invalid field
    @Transactional(readOnly = true)
    public SilencePreview preview(SilenceSpec spec) {
        Silence silence = spec.unconfirmed().define("preview", "nobody", clock.instant());
        return matching.preview(silence, view(silence));
    }

    /// Puts a silence or window.
    ///
    /// @throws InvalidInputException naming every invalid field
    @Transactional
    public SilenceView put(SilenceSpec spec, Actor actor) {
        Silence added = silences.add(spec, actor);
        suppressions.catchUp();
        return view(added);
    }

    /// Ends a silence or window before its time; what it suppressed is observed again at once.
    ///
    /// @throws ink.dreamnet.halo.core.NotFoundException where there is none of that id
    /// @throws ink.dreamnet.halo.core.ConflictException where it has ended, or configuration declares it
    @Transactional
    public SilenceView end(String id, Actor actor) {
        Silence ended = silences.end(id, actor);
        suppressions.catchUp();
        return view(ended);
    }

    private SilenceView view(Silence silence) {
        return SilenceView.of(silence, clock.instant());
    }
}
