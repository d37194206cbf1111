package ink.dreamnet.halo.sink;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.StableNames;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.event.EventLog;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.EventType;
import ink.dreamnet.halo.event.RelayListener;
import ink.dreamnet.halo.event.RelayWakeUp;
import ink.dreamnet.halo.event.WormholeEvent;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// The sinks of this installation, and the threads that serve them.
@Service
public class Sinks implements RelayListener, SmartLifecycle, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Sinks.class);

    private final String owner = UUID.randomUUID().toString();
    private final Map<String, OpenSink> sinks = new LinkedHashMap<>();
    private final List<SinkWorker> workers = new ArrayList<>();
    private final SinkStore store;
    private final EventLog events;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final RelayWakeUp relay;
    private final Clock clock;
    private volatile boolean running;

    Sinks(SinkProperties properties, Map<String, SinkType> types, SinkStore store, EventLog events, AuditTrail audit,
            TransactionTemplate transaction, RelayWakeUp relay, MeterRegistry meters, Clock clock) {
        this.store = store;
        this.events = events;
        this.audit = audit;
        this.transaction = transaction;
        this.relay = relay;
        this.clock = clock;
        Map<String, SinkType> byName = StableNames.index("sink type", types, SinkType::name);
        for (SinkSettings settings : properties.all()) {
            if (settings.type().equals("kafka") && (settings.kafka() == null
                    || settings.kafka().bootstrapServers().isBlank())) {
                LOG.info("Sink {} is off: halo.wormhole.sinks[].kafka.bootstrap-servers is empty", settings.name());
                continue;
            }
            sinks.put(settings.name(), open(settings, byName, meters));
        }
    }

    private OpenSink open(SinkSettings settings, Map<String, SinkType> types, MeterRegistry meters) {
        SinkType type = types.get(settings.type());
        if (type == null) {
            throw new IllegalStateException("there is no bean for sinks of the type " + settings.type());
        }
        try {
            return new OpenSink(settings, type.open().apply(settings), meters, clock);
        } catch (InvalidInputException | IllegalArgumentException wrong) {
            throw new StartRefusedException("The sink '%s' (halo.wormhole.sinks[]) cannot be used: %s".formatted(
                    settings.name(), wrong.getMessage()), "Correct or remove it.");
        }
    }

    /// @return the names of all sinks, those that are switched off left out
    public List<String> names() {
        return List.copyOf(sinks.keySet());
    }

    /// @return the names of the sinks that get events of a type and a severity
    public List<String> receivers(EventType type, EventSeverity severity) {
        return sinks.values().stream().filter(sink -> sink.filter().matches(type, severity)).map(OpenSink::name)
                .toList();
    }

    /// Sends an event to one sink, whatever the filter of the sink; in the transaction of the caller, and once however often
    /// it is asked for while it waits there.
    ///
    /// @param sink its name
    /// @param event an event that is or will be stored by this transaction
    /// @throws NotFoundException where there is no such sink
    @Transactional(propagation = Propagation.MANDATORY)
    public void forward(String sink, WormholeEvent event) {
        require(sink);
        store.forward(sink, event.id(), OpenSink.lane(event), clock.instant());
        relay.afterCommit();
    }

    OpenSink require(String name) {
        OpenSink sink = sinks.get(name);
        if (sink == null) {
            throw new NotFoundException("sink", name);
        }
        return sink;
    }

    /// Sends dead letters again: before what waits, in the order in which they came.
    ///
    /// @param event the id of one event; null for all
    /// @return how many
    /// @throws NotFoundException where there is no such sink, or it has no such dead letter
    @Transactional
    public int redeliver(String sink, @Nullable UUID event, Actor actor) {
        require(sink);
        int revived = store.revive(sink, event, clock.instant());
        if (revived == 0 && event != null) {
            throw new NotFoundException("dead letter", event);
        }
        if (revived > 0) {
            audit.record(actor, new Change("sink.redelivered", "sink", sink, null, null, event == null
                    ? "%d dead letters".formatted(revived)
                    : "event " + event));
            relay.afterCommit();
        }
        return revived;
    }

    @Transactional(readOnly = true)
    public Page<SinkStore.DeliveryRow> deadLetters(String sink, PageQuery page) {
        require(sink);
        return store.dead(sink, page);
    }

    /// Removes deliveries and dead letters whose event is not kept any more.
    ///
    /// @param before when events were received that are not kept
    /// @return how many
    @Transactional
    public int removeOrphans(Instant before) {
        return store.removeOrphans(before);
    }

    @Override
    public void relayed() {
        workers.forEach(SinkWorker::wakeUp);
    }

    @Override
    public void start() {
        sinks.keySet().forEach(this::register);
        sinks.values().forEach(sink -> workers
                .add(new SinkWorker(sink.name(), new DeliveryRound(sink, owner, store, events, transaction, clock))));
        workers.forEach(SinkWorker::start);
        running = true;
    }

    /// Makes the row of a sink that is new; two processes may do so at the same moment.
    void register(String sink) {
        try {
            transaction.executeWithoutResult(tx -> store.register(sink));
        } catch (DuplicateKeyException another) {
            LOG.debug("Another process made the row of sink {} at the same moment", sink, another);
        }
    }

    @Override
    public void stop() {
        running = false;
        workers.forEach(SinkWorker::interrupt);
        workers.forEach(SinkWorker::stop);
        workers.clear();
        transaction.executeWithoutResult(tx -> store.release(owner));
    }

    @Override
    public void destroy() {
        sinks.values().forEach(sink -> sink.sink().close());
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// @return a phase below the web server's, so that what the last requests changed is still sent
    @Override
    public int getPhase() {
        return 0;
    }
}
