package com.example.shop;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.strategy.Proposal;
import ink.dreamnet.halo.strategy.Strategy;
import ink.dreamnet.halo.weakpoint.WeakPoint;

/// Proposes to ship what waits. Its name is `ship-orders`.
public class ShipOrdersStrategy implements Strategy {

    @Override
    public Optional<Proposal> propose(WeakPoint weakPoint) {
        return weakPoint.code().equals("orders.backlog")
                ? Optional.of(new Proposal("orders.ship", List.of("Shipper"), Map.of()))
                : Optional.empty();
    }
}
