import { z } from 'zod';

/*
 * The enums that the routes take and answer. Written out, and not taken from the generated client: the manifest of the
 * endpoints imports these schemas and must load even when the client is old or missing. Each `handle` assigns rows of
 * the client to them, so the compiler sees a value that is forgotten here.
 */
export const BehavioralPatternType = z.enum([
  'OPTIMAL_STUDY_TIME',
  'SESSION_DURATION',
  'CONTENT_PREFERENCE',
  'FORGETTING_CURVE',
  'PERFORMANCE_PEAK',
  'ATTENTION_CYCLE',
]);
export const PatternType = z.enum([
  'TIME_OF_DAY',
  'SESSION_LENGTH',
  'CONTENT_TYPE',
  'REVIEW_SPACING',
  'DIFFICULTY_RAMP',
]);
export const EventType = z.enum([
  'MISSION_STARTED',
  'MISSION_COMPLETED',
  'SESSION_STARTED',
  'SESSION_ENDED',
  'CARD_REVIEWED',
  'VALIDATION_COMPLETED',
  'SEARCH_PERFORMED',
  'RECOMMENDATION_VIEWED',
  'BREAK_TAKEN',
  'COGNITIVE_OVERLOAD',
]);
export const CompletionQuality = z.enum(['RUSHED', 'NORMAL', 'THOROUGH']);
export const EngagementLevel = z.enum(['LOW', 'MEDIUM', 'HIGH']);
export const InsightType = z.enum([
  'STUDY_TIME_OPTIMIZATION',
  'SESSION_LENGTH_ADJUSTMENT',
  'CONTENT_PREFERENCE',
  'RETENTION_STRATEGY',
]);
export const NotificationType = z.enum([
  'NEW_PATTERN',
  'INSIGHT_AVAILABLE',
  'GOAL_PROGRESS',
  'GOAL_ACHIEVED',
  'INTERVENTION_SUGGESTED',
]);
export const NotificationPriority = z.enum(['LOW', 'NORMAL', 'HIGH', 'URGENT']);
export const BehavioralGoalType = z.enum([
  'STUDY_TIME_CONSISTENCY',
  'SESSION_DURATION',
  'CONTENT_DIVERSIFICATION',
  'RETENTION_IMPROVEMENT',
  'CUSTOM',
]);
export const GoalStatus = z.enum(['ACTIVE', 'PAUSED', 'COMPLETED', 'FAILED', 'ABANDONED']);
export const RecommendationType = z.enum([
  'STUDY_TIME_OPTIMIZATION',
  'SESSION_DURATION_ADJUSTMENT',
  'CONTENT_DIVERSIFICATION',
  'RETENTION_STRATEGY',
  'CONSISTENCY_BUILDING',
]);
export const ApplicationType = z.enum(['AUTO', 'MANUAL', 'REMINDER', 'GOAL']);
export const InterventionType = z.enum([
  'PREREQUISITE_REVIEW',
  'DIFFICULTY_PROGRESSION',
  'CONTENT_FORMAT_ADAPT',
  'COGNITIVE_LOAD_REDUCE',
  'SPACED_REPETITION_BOOST',
  'BREAK_SCHEDULE_ADJUST',
]);
export const PredictionStatus = z.enum(['PENDING', 'CONFIRMED', 'FALSE_POSITIVE', 'MISSED']);
export const IndicatorType = z.enum([
  'LOW_RETENTION',
  'PREREQUISITE_GAP',
  'COMPLEXITY_MISMATCH',
  'COGNITIVE_OVERLOAD',
  'HISTORICAL_STRUGGLE',
  'TOPIC_SIMILARITY',
]);
export const Severity = z.enum(['LOW', 'MEDIUM', 'HIGH']);
export const AdaptationType = z.enum(['TIME_SHIFT', 'DURATION_CHANGE', 'INTENSITY_CHANGE', 'CANCELLATION']);
export const BurnoutRiskLevel = z.enum(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']);
export const PersonalizationLevel = z.enum(['NONE', 'LOW', 'MEDIUM', 'HIGH']);
export const PersonalizationContext = z.enum(['MISSION', 'CONTENT', 'ASSESSMENT', 'SESSION']);
export const OutcomeType = z.enum(['RETENTION', 'COMPLETION', 'SATISFACTION', 'TIME_EFFICIENCY']);
export const ExperimentType = z.enum(['AB_TEST', 'MULTIVARIATE', 'BANDIT']);
export const ExperimentStatus = z.enum(['DRAFT', 'ACTIVE', 'PAUSED', 'COMPLETED', 'CANCELLED']);
export const ArticleCategory = z.enum([
  'SPACED_REPETITION',
  'ACTIVE_RECALL',
  'COGNITIVE_LOAD',
  'SLEEP_AND_MEMORY',
  'METACOGNITION',
  'STRESS_AND_PERFORMANCE',
]);

/** A confidence, a probability or another share between 0 and 1. */
export const Share = z.number().min(0).max(1);
export const Count = z.number().int().min(0);
/** A moment as ISO 8601 text in UTC. */
export const Moment = z.iso.datetime();
/** A JSON column: its inside belongs to the code that wrote it. */
export const JsonColumn = z.unknown();
