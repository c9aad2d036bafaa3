import { cycle, NEW_USER, overall, perUser, type TableSeed } from '../context';
import { COURSES, TOPICS } from '../words';

/** Users and what they study: courses, lectures, chunks, objectives, cards. */
export const studyTables: TableSeed[] = [
  {
    table: 'users',
    *rows(seed) {
      for (const [u, id] of [...seed.users, NEW_USER].entries()) {
        yield {
          id,
          email: `${id}@americano.test`,
          name: id.replace('-', ' '),
          timezone: u % 2 === 0 ? 'Europe/Berlin' : 'America/Chicago',
          graduation_year: 2028 + (u % 3),
          experience_points: id === NEW_USER ? 0 : 1_200 + u * 35,
          createdAt: seed.at(id === NEW_USER ? 0 : seed.plan.days + 30),
          updatedAt: seed.at(0),
          last_seen_at: id === NEW_USER ? null : seed.at(0, 9),
        };
      }
    },
  },
  {
    table: 'courses',
    rows: (seed) =>
      perUser(seed, 'courses', seed.plan.coursesPerUser, ({ user, k, n }) => ({
        id: `course-${n}`,
        userId: user,
        name: cycle(COURSES, k),
        code: `MED${210 + k}`,
        term: 'Autumn 2026',
        color: cycle(['#2563eb', '#16a34a', '#d97706', '#9333ea'], k),
        archivedAt: null,
        createdAt: seed.at(seed.plan.days + 20),
        updatedAt: seed.at(seed.plan.days),
      })),
  },
  {
    table: 'lectures',
    rows: (seed) =>
      perUser(seed, 'lectures', seed.lecturesPerUser, ({ user, k, n, random }) => ({
        id: `lecture-${n}`,
        userId: user,
        courseId: `course-${Math.floor(n / seed.plan.lecturesPerCourse)}`,
        title: `${cycle(TOPICS, n)}, part ${1 + (k % 3)}`,
        fileName: `lecture-${n}.pdf`,
        file_url: `/files/lecture-${n}.pdf`,
        processingStatus:
          k === 0 ? 'PROCESSING' : random.pick(['COMPLETED', 'COMPLETED', 'COMPLETED', 'PENDING', 'FAILED']),
        processedAt: k === 0 ? null : seed.at(seed.spread(k, seed.lecturesPerUser), 15),
        pageCount: random.int(12, 80),
        weekNumber: 1 + (k % seed.plan.lecturesPerCourse),
        topicTags: [cycle(TOPICS, n), cycle(TOPICS, n + 1), cycle(TOPICS, n + 7)],
        uploadedAt: seed.at(seed.spread(k, seed.lecturesPerUser), 14),
      })),
  },
  {
    table: 'content_chunks',
    rows: (seed) => {
      const count = seed.lecturesPerUser * seed.plan.chunksPerLecture;
      return perUser(seed, 'content_chunks', count, ({ n, random }) => ({
        createdAt: seed.at(seed.plan.days),
        id: `chunk-${n}`,
        lectureId: `lecture-${Math.floor(n / seed.plan.chunksPerLecture)}`,
        chunkIndex: n % seed.plan.chunksPerLecture,
        content: `${cycle(TOPICS, n)}: mechanism, presentation and first steps of treatment, as lectured.`,
        pageNumber: 1 + (n % 40),
        tokenCount: random.int(180, 900),
        embedding: [
          random.decimal(-1, 1),
          random.decimal(-1, 1),
          random.decimal(-1, 1),
          random.decimal(-1, 1),
        ],
      }));
    },
  },
  {
    table: 'learning_objectives',
    rows: (seed) =>
      perUser(seed, 'learning_objectives', seed.objectivesPerUser, ({ k, n, random }) => ({
        createdAt: seed.at(seed.plan.days),
        id: `objective-${n}`,
        lectureId: `lecture-${Math.floor(n / seed.plan.objectivesPerLecture)}`,
        objective: `Explain ${cycle(TOPICS, n)} and recognise it at the bedside`,
        complexity: random.pick(['BASIC', 'INTERMEDIATE', 'ADVANCED']),
        masteryLevel: random.pick(['NOT_STARTED', 'BEGINNER', 'INTERMEDIATE', 'ADVANCED', 'MASTERED']),
        isHighYield: random.chance(0.3),
        boardExamTags: random.chance(0.5) ? ['USMLE-1'] : [],
        weaknessScore: random.decimal(0, 1),
        totalStudyTimeMs: random.int(0, 5_400_000),
        lastStudiedAt: k % 5 === 0 ? null : seed.at(seed.spread(k, seed.objectivesPerUser), 18),
      })),
  },
  {
    table: 'objective_prerequisites',
    rows: (seed) =>
      perUser(seed, 'objective_prerequisites', seed.objectivesPerUser - 1, ({ u, k, random }) => ({
        createdAt: seed.at(seed.plan.days),
        objectiveId: `objective-${u * seed.objectivesPerUser + k + 1}`,
        prerequisiteId: `objective-${u * seed.objectivesPerUser + k}`,
        strength: random.decimal(0.3, 1, 2),
      })),
  },
  {
    table: 'cards',
    rows: (seed) => {
      const count = seed.lecturesPerUser * seed.plan.cardsPerLecture;
      return perUser(seed, 'cards', count, ({ n, k, random }) => {
        const lecture = Math.floor(n / seed.plan.cardsPerLecture);
        const reviewed = k % 4 !== 0;
        return {
          createdAt: seed.at(seed.plan.days),
          id: `card-${n}`,
          courseId: `course-${Math.floor(lecture / seed.plan.lecturesPerCourse)}`,
          lectureId: `lecture-${lecture}`,
          objectiveId: `objective-${lecture * seed.plan.objectivesPerLecture + (k % seed.plan.objectivesPerLecture)}`,
          front: `What is the key step in ${cycle(TOPICS, n)}?`,
          back: `The answer about ${cycle(TOPICS, n)}.`,
          cardType: random.pick(['BASIC', 'CLOZE', 'CLINICAL_REASONING', 'IMAGE_OCCLUSION']),
          difficulty: random.decimal(1, 10),
          stability: reviewed ? random.decimal(0.4, 60) : 0,
          reviewCount: reviewed ? random.int(1, 20) : 0,
          lapseCount: reviewed ? random.int(0, 3) : 0,
          lastReviewedAt: reviewed ? seed.at(seed.spread(k, count), 19) : null,
          nextReviewAt: reviewed ? seed.at(-random.int(0, 30), 8) : null,
          updatedAt: seed.at(seed.spread(k, count), 19),
        };
      });
    },
  },
  {
    table: 'exams',
    rows: (seed) =>
      perUser(seed, 'exams', seed.plan.coursesPerUser, ({ user, k, n, random }) => ({
        createdAt: seed.at(40),
        id: `exam-${n}`,
        userId: user,
        courseId: `course-${n}`,
        name: `${cycle(COURSES, k)} final`,
        date: seed.day(-14 - 7 * k),
        coverageTopics: [cycle(TOPICS, n), cycle(TOPICS, n + 3)],
        weightPercent: random.decimal(20, 60, 2),
      })),
  },
  {
    table: 'course_priorities',
    rows: (seed) =>
      perUser(seed, 'course_priorities', seed.plan.coursesPerUser, ({ user, n, random }) => ({
        userId: user,
        courseId: `course-${n}`,
        priorityLevel: random.pick(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW']),
        reason: 'set from the date of the exam',
        updatedAt: seed.at(10),
      })),
  },
  {
    table: 'concepts',
    rows: (seed) =>
      overall('concepts', seed.plan.concepts, (n) => ({
        createdAt: seed.at(seed.plan.days + 10),
        id: `concept-${n}`,
        parent_id: n < 8 ? null : `concept-${n % 8}`,
        name: `${cycle(TOPICS, n)} ${Math.floor(n / TOPICS.length) + 1}`,
        category: cycle(COURSES, n),
        description: `What a student should know of ${cycle(TOPICS, n)}.`,
        synonyms: n % 3 === 0 ? [cycle(TOPICS, n).toLowerCase()] : [],
      })),
  },
  {
    table: 'concept_relationships',
    rows: (seed) =>
      overall('concept_relationships', seed.plan.concepts * 2, (n, random) => {
        const from = n % seed.plan.concepts;
        const step = n < seed.plan.concepts ? 1 : 5;
        return {
          createdAt: seed.at(seed.plan.days + 9),
          id: `concept-relationship-${n}`,
          fromConceptId: `concept-${from}`,
          toConceptId: `concept-${(from + step) % seed.plan.concepts}`,
          relationship: cycle(['PREREQUISITE', 'RELATED', 'INTEGRATED', 'CLINICAL'], n),
          strength: random.decimal(0.2, 1, 2),
          isUserDefined: random.chance(0.1),
        };
      }),
  },
];
