/** What the students study; three of these make a lecture's tags. */
export const TOPICS = [
  'Cardiac cycle',
  'Heart failure',
  'Renal clearance',
  'Acid-base balance',
  'Nephrotic syndrome',
  'Action potential',
  'Basal ganglia',
  'Stroke syndromes',
  'Insulin signalling',
  'Thyroid axis',
  'Adrenal crisis',
  'Coagulation cascade',
  'Iron deficiency',
  'Hypersensitivity',
  'Vaccination',
  'Beta-lactams',
  'Antiarrhythmics',
  'Opioid receptors',
  'Liver cirrhosis',
  'Inflammatory bowel disease',
  'Asthma',
  'Pulmonary embolism',
  'Embryonic folding',
  'Bone remodelling',
] as const;

export const COURSES = [
  'Cardiovascular Medicine',
  'Renal Physiology',
  'Neuroscience',
  'Endocrinology',
  'Immunology',
] as const;

export const TRIGGERS = [
  'exam within a week',
  'three sessions in a day',
  'new material after ten at night',
  'falling retention',
  'missed missions',
  'long review queue',
] as const;

export const ARTICLES = [
  'Why spacing beats cramming',
  'Testing yourself is studying',
  'What working memory can hold',
  'Sleep is part of the plan',
  'Knowing what you do not know',
  'Stress that helps and stress that does not',
] as const;
