/** Dates each entry into a lifecycle stage: of new customers by their creation, of changed ones by now. */
export const followLifecycle = (customer: 'person' | 'company'): string => `
  insert into lifecycle_entries (${customer}_id, stage, entered_at, entered_on)
  select w.id, w.lifecycle_stage, e.at, (e.at at time zone ground.zone)::date
  from written w left join old o on o.id = w.id, ground,
    lateral (select case when o.id is null then w.created_at else ground.now end as at) e
  where w.lifecycle_stage is not null and w.lifecycle_stage is distinct from o.lifecycle_stage`
