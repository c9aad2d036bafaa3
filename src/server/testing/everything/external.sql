-- What another application makes: prisma.config.ts marks it as external.
CREATE TYPE public.outside_account_kind AS ENUM ('PERSON', 'MACHINE');
CREATE TABLE public.outside_accounts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind public.outside_account_kind NOT NULL,
  invented_by_others text
);
