package ps.domain.policy.versions;

import java.util.List;

/** Something was to be published that is not ready; nothing has happened. */
public final class CannotPublish extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Obstacle> obstacles;

    CannotPublish(List<Obstacle> obstacles) {
        super("Not ready to be published: " + obstacles);
        this.obstacles = List.copyOf(obstacles);
    }

    /** What stands in the way. */
    public List<Obstacle> obstacles() {
        return obstacles;
    }
}
