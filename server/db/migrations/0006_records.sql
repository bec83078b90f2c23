-- What ⌘K finds: one row for each record. `title` is found also when misspelt, `document` by the beginnings of its words;
-- words that begin with = are keys (e-mail, phone, domain), which are also found whole.
create table search_entries (
  record_id uuid primary key,
  type text not null,
  title text not null,
  document tsvector not null,
  owner_id uuid
);
create index search_entries_title on search_entries using gin (title gin_trgm_ops);
create index search_entries_document on search_entries using gin (document);

-- A key as the word that it is in a `document`. The + before a number is typed or left out.
create function whole_key(typed text) returns tsquery language sql immutable parallel safe as $$
  select ('''=' || replace(replace(left(ltrim(lower(typed), '+'), 500), '\', '\\'), '''', '''''') || '''')::tsquery
$$;

-- What a search finds that its reader may see, at most `most` by each way: whole keys (rank 3), titles (2), words (1) and,
-- when these find few, titles misspelt (0). Of the types in `seen` all may be seen, of those in `mine` and `ours` what
-- belongs to `me` or to `us`. Its settings hold while it runs: given a limit, PostgreSQL would rather read the table from
-- its beginning, hoping for an early match, than an index; and of all that resembles a misspelt word a part will do.
create function find_entries(typed text, pattern text, words text, seen text[], mine text[], me uuid, ours text[], us uuid[], most int)
  returns table (record_id uuid, type text, title text, rank double precision)
  language plpgsql stable set enable_seqscan = off set gin_fuzzy_search_limit = 0 as $$
declare
  found_so_far int;
begin
  return query
    (select s.record_id, s.type, s.title, 3::double precision from search_entries s
      where s.document @@ whole_key(typed)
        and (s.type = any(seen) or s.type = any(mine) and s.owner_id = me or s.type = any(ours) and s.owner_id = any(us)) limit most)
    union all
    (select s.record_id, s.type, s.title, 2::double precision from search_entries s
      where s.title ilike pattern
        and (s.type = any(seen) or s.type = any(mine) and s.owner_id = me or s.type = any(ours) and s.owner_id = any(us)) limit most)
    union all
    (select s.record_id, s.type, s.title, 1::double precision from search_entries s
      where s.document @@ words::tsquery
        and (s.type = any(seen) or s.type = any(mine) and s.owner_id = me or s.type = any(ours) and s.owner_id = any(us)) limit most);
  get diagnostics found_so_far = row_count;
  if found_so_far < 5 and length(typed) > 2 then
    perform set_config('gin_fuzzy_search_limit', '5000', true);
    return query
      select s.record_id, s.type, s.title, 0::double precision from search_entries s
      where typed <% s.title
        and (s.type = any(seen) or s.type = any(mine) and s.owner_id = me or s.type = any(ours) and s.owner_id = any(us)) limit most;
  end if;
end $$;

create table saved_views (
  id uuid primary key default new_id(),
  type text not null,
  name text not null check (name <> ''),
  owner_id uuid not null references users on delete cascade,
  shared boolean not null default false,
  definition jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index saved_views_type on saved_views (type, owner_id);

create table notifications (
  id uuid primary key default new_id(),
  user_id uuid not null references users on delete cascade,
  kind text not null check (kind in ('mention', 'assignment', 'due')),
  subject_type text not null,
  subject_id uuid not null,
  -- Why: the event that mentioned or assigned, or the moment for which the subject was due.
  event_id uuid,
  due_at timestamptz,
  -- How many records one act assigned; the subject is the first of them.
  count int not null default 1,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  check (num_nonnulls(event_id, due_at) = 1)
);
create index notifications_user on notifications (user_id, id desc);
create index notifications_unread on notifications (user_id) where read_at is null;
-- Nobody is told the same twice, also when two processes look at the clock at once.
create unique index notifications_once on notifications (user_id, kind, subject_id, event_id, due_at) nulls not distinct;

-- The answer to a request that carried an Idempotency-Key, kept for 24 hours.
create table idempotency_keys (
  caller text not null,
  key text not null,
  -- SHA-256 of method, path and body: the same key with another request is refused.
  request bytea not null,
  status int,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (caller, key)
);
create index idempotency_keys_created on idempotency_keys (created_at);

-- Mail of the system itself (invitations, resets). Without SMTP it stays here, to be read by an administrator.
create table outgoing_mail (
  id uuid primary key default new_id(),
  recipient text not null,
  subject text not null,
  body text not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  error text
);
create index outgoing_mail_created on outgoing_mail (created_at desc);

-- Minor units of an amount in major units; the exponents of ISO 4217 as `contract/values/money.ts` has them.
create function minor_units(amount numeric, currency text) returns numeric language sql immutable parallel safe as $$
  select amount * case
    when currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV',
      'XAF', 'XOF', 'XPF') then 1
    when currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 1000
    when currency in ('CLF', 'UYW') then 10000
    else 100 end
$$;
