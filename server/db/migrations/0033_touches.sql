-- A deal is touched in one sense only, told by the rows as they stand: when it was opened and came into its stage; the
-- calls, notes, emails, meetings and tasks done that name it; what was said against it; its quotes as they were sent. A
-- meeting counts by its day, one to come as well, unless it was called off or nobody came. What names no deal counts for
-- the open deals of its person, those in which they have a part included.
do $$
declare activity text;
begin
  foreach activity in array array['calls', 'notes', 'emails', 'meetings', 'tasks'] loop
    execute format('drop trigger %1$s_added on %1$s; drop trigger %1$s_changed on %1$s; drop trigger %1$s_gone on %1$s', activity);
  end loop;
end $$;
drop function activities_added, activities_changed, activities_gone, note_spoken, deal_spoken_at;
drop index deals_spoken;
alter table deals drop column spoken_at;

create function deal_touched_at(deal deals) returns timestamptz language sql stable as $$
  select greatest(deal.created_at, deal.stage_since,
    (select max(coalesce(started_at, created_at)) from calls where deal_id = deal.id and deleted_at is null),
    (select max(created_at) from notes where deal_id = deal.id and deleted_at is null),
    (select max(coalesce(sent_at, created_at)) from emails where deal_id = deal.id and deleted_at is null),
    (select max(starts_at) from meetings where deal_id = deal.id and deleted_at is null
      and (outcome is null or outcome not in ('cancelled', 'no_show'))),
    (select max(done_at) from tasks where deal_id = deal.id and deleted_at is null),
    (select max(sent_at) from quotes where deal_id = deal.id and deleted_at is null),
    (select max(greatest(raised_at, answered_at)) from deal_objections where deal_id = deal.id),
    (select max(greatest(
        (select max(coalesce(started_at, created_at)) from calls
          where person_id = party.id and deal_id is null and deleted_at is null),
        (select max(created_at) from notes where person_id = party.id and deal_id is null and deleted_at is null),
        (select max(coalesce(sent_at, created_at)) from emails
          where person_id = party.id and deal_id is null and deleted_at is null),
        (select max(starts_at) from meetings where person_id = party.id and deal_id is null and deleted_at is null
          and (outcome is null or outcome not in ('cancelled', 'no_show'))),
        (select max(done_at) from tasks where person_id = party.id and deal_id is null and deleted_at is null)))
      from (select deal.person_id union select person_id from deal_people where deal_id = deal.id) party (id)
      where deal.status = 'open'))
$$;

-- An open stage that said nothing counted as 14 days in a member's day, and as never on the board. From now on it is what
-- it says everywhere, and begins with 14.
update stages set quiet_after = 14 where kind = 'open' and quiet_after is null;
update deals d set touched_at = counted.at,
  quiet_on = case when d.status = 'open'
    then quiet_day(counted.at, s.quiet_after, coalesce((select time_zone from organisation), 'UTC')) end
from (select id, deal_touched_at(deals) as at from deals) counted, stages s
where counted.id = d.id and s.id = d.stage_id;

-- A member's own meetings of a day.
create index meetings_owner on meetings (owner_id, starts_at) where deleted_at is null;
