-- Customers by whole e-mails, phones and domains in their normal form, the further ones included.
create function known_by(keys text[]) returns setof uuid language sql stable parallel safe rows 3 as $$
  select coalesce(person_id, company_id) from identities where kind = 'email' and value = any(keys)
  union all
  select coalesce(person_id, company_id) from identities where kind in ('phone', 'domain') and value = any(keys)
$$;

-- Where the database does not compare text byte by byte, a beginning needs an index of its own.
do $$ begin
  if (select datlocprovider = 'i' or datlocprovider = 'c' and datcollate not in ('C', 'POSIX') from pg_database
      where datname = current_database()) then
    create index identities_beginning on identities (value text_pattern_ops);
  end if;
end $$;

-- What a search finds that its reader may see, at most `most` by each way: whole keys (rank 4), titles that begin with what
-- was typed (3), titles that hold it and e-mails, domains and phones that begin with it (2), words (1) and, when these find
-- few, titles misspelt (0). `beginning` is what was typed as a pattern, `keys` what it may be as a key in its normal form,
-- `word` and `number` patterns of identities that begin so. Takes the place of find_entries, and keeps its settings for its
-- reasons; a pattern finds its index only in a plan made for it.
create function find_records(typed text, beginning text, words text, keys text[], word text, number text, seen text[], mine text[], me uuid, ours text[], us uuid[], most int)
  returns table (record_id uuid, type text, title text, rank int)
  language plpgsql stable set enable_seqscan = off set gin_fuzzy_search_limit = 0 set plan_cache_mode = force_custom_plan as $$
declare
  found_so_far int;
  found_besides int;
begin
  return query
    (select s.record_id, s.type, s.title, 4 from search_entries s
      where s.document @@ whole_key(typed)
        and (s.type = any(seen) or s.type = any(mine) and s.owner_id = me or s.type = any(ours) and s.owner_id = any(us)) limit most)
    union all
    (select s.record_id, s.type, s.title, 4 from known_by(keys) known join search_entries s on s.record_id = known
      where (s.type = any(seen) or s.type = any(mine) and s.owner_id = me or s.type = any(ours) and s.owner_id = any(us)) limit most)
    union all
    (select s.record_id, s.type, s.title, 3 from search_entries s
      where s.title ilike beginning
        and (s.type = any(seen) or s.type = any(mine) and s.owner_id = me or s.type = any(ours) and s.owner_id = any(us)) limit most);
  get diagnostics found_so_far = row_count;
  -- As many better ones as may be: the others would not be shown.
  if found_so_far >= most then
    return;
  end if;
  return query
    -- Two letters make no trigram inside a word, only at its beginning.
    (select s.record_id, s.type, s.title, 2 from search_entries s
      where length(typed) > 2 and s.title ilike '%' || beginning
        and (s.type = any(seen) or s.type = any(mine) and s.owner_id = me or s.type = any(ours) and s.owner_id = any(us)) limit most)
    union all
    (select s.record_id, s.type, s.title, 2 from identities i join search_entries s on s.record_id = coalesce(i.person_id, i.company_id)
      where i.kind = 'email' and i.value like word
        and (s.type = any(seen) or s.type = any(mine) and s.owner_id = me or s.type = any(ours) and s.owner_id = any(us)) limit most)
    union all
    (select s.record_id, s.type, s.title, 2 from identities i join search_entries s on s.record_id = coalesce(i.person_id, i.company_id)
      where i.kind <> 'email' and (i.value like word or i.value like number)
        and (s.type = any(seen) or s.type = any(mine) and s.owner_id = me or s.type = any(ours) and s.owner_id = any(us)) limit most)
    union all
    (select s.record_id, s.type, s.title, 1 from search_entries s
      where s.document @@ words::tsquery
        and (s.type = any(seen) or s.type = any(mine) and s.owner_id = me or s.type = any(ours) and s.owner_id = any(us)) limit most);
  get diagnostics found_besides = row_count;
  if found_so_far + found_besides < 5 and length(typed) > 2 then
    perform set_config('gin_fuzzy_search_limit', '5000', true);
    return query
      select s.record_id, s.type, s.title, 0 from search_entries s
      where typed <% s.title
        and (s.type = any(seen) or s.type = any(mine) and s.owner_id = me or s.type = any(ours) and s.owner_id = any(us)) limit most;
  end if;
end $$;

-- The bin is read from what was deleted last.
create index tasks_deleted on tasks (deleted_at) where deleted_at is not null;
create index notes_deleted on notes (deleted_at) where deleted_at is not null;
create index calls_deleted on calls (deleted_at) where deleted_at is not null;
create index meetings_deleted on meetings (deleted_at) where deleted_at is not null;
