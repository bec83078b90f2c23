-- The day to which a mailbox is being read further back, while it is; how far that is in each folder. Messages are found
-- once, before the first of them is read.
alter table mailboxes
  add column earlier_since date,
  add constraint mailboxes_earlier_check check (earlier_since < since);
alter table mail_folders
  add column earlier_uid bigint not null default 0,
  add column earlier_found int check (earlier_found >= 0),
  add column earlier_behind int check (earlier_behind >= 0),
  add constraint mail_folders_earlier_check check ((earlier_found is null) = (earlier_behind is null)
    and earlier_behind <= earlier_found);

-- What waited when a backup was made that has been restored, and may have left since: its sender decides.
alter table mail_outgoing
  drop constraint mail_outgoing_state_check,
  add constraint mail_outgoing_state_check
    check (state in ('waiting', 'sending', 'sent', 'undone', 'failed', 'unsure', 'restored'));
drop index mail_outgoing_mailbox;
create index mail_outgoing_mailbox on mail_outgoing (mailbox_id, send_at)
  where state in ('waiting', 'sending', 'failed', 'unsure', 'restored');

-- Whether a calendar's entry is still that of a meeting is asked when old invitations are forgotten.
create index meetings_calendar on meetings (calendar_uid);
