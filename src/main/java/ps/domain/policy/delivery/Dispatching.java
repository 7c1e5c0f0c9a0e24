package ps.domain.policy.delivery;

import org.springframework.stereotype.Component;

/** Whether this instance sends ({@code policy.delivery.dispatching}), with all that goes with it. */
@Component
public class Dispatching {

    private final DeliverySettings settings;

    Dispatching(DeliverySettings settings) {
        this.settings = settings;
    }

    public boolean isHere() {
        return settings.dispatching();
    }
}
