-- Who may have got a message stays told of, whatever was answered to a later attempt: also if that one was refused.
CREATE OR REPLACE VIEW delivery_reached AS
  SELECT id, mailing_id FROM delivery
  WHERE state IN ('ACCEPTED', 'BOUNCED', 'AMBIGUOUS', 'IN_FLIGHT')
     OR (state IN ('RETRYING', 'REFUSED', 'UNREACHABLE') AND (
           ambiguities > 0
           OR attempts > (SELECT count(*) FROM delivery_attempt WHERE delivery_id = delivery.id)
                         + (state IN ('REFUSED', 'UNREACHABLE'))::integer));
