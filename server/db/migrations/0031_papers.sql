-- The tax number that a customer's invoices name, and what documents say of a tax class: why nothing is charged, for one.
alter table companies add column tax_number text;
alter table taxes add column note text;

-- Quotes that went by mail, so that undoing takes the quote back with the message. `before`: what the quote was, when an
-- edition was sent with it; null where only another link was.
create table quote_mails (
  message_id uuid primary key references mail_outgoing on delete cascade,
  edition_id uuid not null references quote_editions on delete cascade,
  link bytea references quote_links on delete set null,
  before jsonb
);
create index quote_mails_edition on quote_mails (edition_id);
create index quote_mails_link on quote_mails (link) where link is not null;

-- What was sent stays as it was. Only the erasure of a person takes words out of it, and what never left is a draft again.
create or replace function keep_edition() returns trigger language plpgsql as $$
begin
  if old.document is not null and current_setting('throughline.erasing', true) is distinct from 'on'
    and not (current_setting('throughline.unsending', true) = 'on' and old.status = 'sent' and new.status = 'draft') and
    (new.quote_id, new.number, new.document, new.hash, new.sent_at, new.inclusive, new.rounding, new.discount, new.valid_until,
      new.intro, new.terms) is distinct from (old.quote_id, old.number, old.document, old.hash, old.sent_at, old.inclusive,
      old.rounding, old.discount, old.valid_until, old.intro, old.terms) then
    raise 'An edition that was sent never changes' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

-- A quote whose first sending was undone is a draft that has its number already.
alter table quotes drop constraint quotes_sent_at_check,
  add constraint quotes_sent_at_check check ((sent_at is null) = (status = 'draft'));
