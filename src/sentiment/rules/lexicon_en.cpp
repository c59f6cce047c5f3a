// SPDX-License-Identifier: Apache-2.0
#include "sentiment/rules/lexicon_internal.hpp"

namespace scrm::sentiment {

const std::string_view kEnglishLexicon = R"(
[polarity.very_negative -3]
scammers running, you scammers, crooks, crook, thieves, thief, thieving, robbers, robbing, robbed
daylight robbery, rip off, ripoff, ripped off, ripping, swindl*, conned, con artists, liars, liar, lied, lying
deceiv*, deceit*, cheat*, cheated, fraudulent bank, criminals, criminal, extort*, predatory, parasites, vultures
leeches, loan sharks
horrible, horrendous, horrific, terrible, terribly, awful, awfully, appalling*, appalled, atrocious, abysmal
dreadful, disgust*, disgusting, disgrace*, disgraceful, shameful, shame on, shambles, shambolic, pathetic
despicable, vile, garbage, trash, rubbish, crap, crappy, shit, shite, shitty, bullshit, bull, joke of a
absolute joke, total joke, a joke, complete joke, clown*, circus, useless, hopeless, worthless, idiots, idiot
morons, moron, incompeten*, clueless, imbecile*, braindead, rude, rudeness, arrogant, contempt*, insult*
insulting, humiliat*, hate, hated, hating, loathe, despise, worst, worst bank, the worst, fuck*, fucking, wtf
bastards, asshole*, dickheads, screw you, screwed, screwing, go to hell, burn in hell, nightmare, hell, outrageous
outrage, scandal*, unacceptable, inexcusable, unforgivable, unbelievable, avoid, stay away, steer clear
do not bank, don't bank, never use, don't use, run away
cowboys, jokers, muppets, diabolical
[polarity.negative -2]
bad, badly, poor, poorly, lousy, mediocre, sloppy, shoddy, stupid, dumb, ridiculous, absurd, nonsense, laughable
farce, mess, chaos, chaotic, disaster, fiasco, debacle, broken, broke, buggy, bug, bugs, glitch*, glitchy, crash*
crashes, crashed, freezes, frozen, froze, freezing, hangs, laggy, slow, slower, sluggish, outage*, down again
is down, are down, still down, went down, offline, error, errors, fail, fails, failed, failing, failure*, faulty
malfunction*, not working, doesn't work, does not work, doesnt work, isn't working, isnt working, won't work
wont work, stopped working, won't load, won't open, won't let, wont let, doesn't load, keeps crashing
keeps logging, keeps saying, keeps asking, can't log, cant log, cannot log, can't login, can't access
cannot access, can't get, cannot get, can't use, can't pay, can't even, couldn't, unable to, not able to
locked out, logs me out, kicked out
declin*, declined, declines, reject*, rejected, refus*, refused, refuses, denied, denies, deny, block*, blocked
blocking, suspend*, suspended, restricted, closed my, shut my, stuck, missing, vanish*, disappear*, lost my
lost our, lost the, swallowed, ate my, eaten, retained my, gone missing, stolen, stole, stealing, steal, hacked
hack, breach*, leaked, data leak, unauthori*, unrecogni*, phish*, insecure, unsafe, dodgy, shady, suspicious
overcharg*, double charged, charged twice, charged me, hidden fee*, hidden charge*, small print, fine print
fees on fees, excessive, extortionate, greed, greedy, sneaky, sneaked, mislead*, misleading, misled
false advertis*, bait and switch, trick*, tricked, trap*, loophole*, penalt*, punish*, unfair*, unethical
dishonest*, untrustworthy, illegal*, unlawful, complain*, complaint*, ombudsman, sue, suing, lawsuit, solicitor*
small claims, regulator*, cfpb complaint
ignor*, ignored, ignoring, unanswered, no response, no reply, no answer, nobody answers, no one answers
nobody replies, no one, nobody, never answer*, never replied, never called, hung up, hangs up, cut off
passed around, passed from, fobbed, brushed off, runaround, run around, excuses, excuse, unhelpful, no help
zero help, couldn't care less, don't care, doesn't care, couldn't help, careless*, negligen*, unprofessional*
neglect*, disrespect*, dismissive, patroni*, condescend*, robotic, script*, copy paste, canned
on hold, hold music, hours on, waited, waiting, been waiting, still waiting, queue*, queuing, queue out, long wait
endless, forever, ages, weeks now, for weeks, for months, delay*, delayed, overdue, backlog, third time
fourth time, second time, yet again, once again, over and over, every single time
disappoint*, disappointed, disappointing, dissatisf*, unsatisf*, unhappy, upset, angry, anger, furious, fuming
livid, annoy*, annoyed, annoying, irritat*, frustrat*, frustrated, frustrating, infuriat*, fed up, sick of
tired of, had enough, enough is enough, stress*, stressful, anxious, worried, regret*, embarrass*, ashamed
inconvenien*, hassle, pain in, a pain, painful, headache, waste of, wasted, wasting, pointless, clunky, confus*
confusing, complicated, cumbersome, unusable, unreliable, inconsistent, unclear, ugly, outdated, ancient
stone age, dinosaur*, downgrade*, went downhill, downhill, ruined, ruin, worse, got worse, getting worse, worsen*
sucks, suck, lame, meh, ugh, grr, argh, smh, facepalm, one star, 1 star, zero stars, 0 stars, thumbs down, spam*
spamming, pester*, harass*, bombard*, cold call*, pushy, hard sell, nickel and dime, gouging, gouge, cut my
slashed, slashed my, scrapped, axed, dropped the rate, robots, bots, losses, bankrupt*, collapse*, fined, mis sold
missold, mis selling, laundering
faff, spinning, logged out, logs me out, dire, ropey, waste of, sick of, fobbed off
wouldn't say .. good, wouldn't say .. great, wouldn't call, would not call, far from good, far from great
far from ideal, far from perfect, anything but, leaves a lot to be desired, leaves much to be desired
nothing to praise, not exactly helpful, not exactly fast, not exactly cheap, not worth, nothing special
less than helpful, less than impressed, not a fan, hardly helpful, no thanks to, nothing good
[polarity.mildly_negative -1]
problem*, issue*, trouble*, difficult*, hard to, struggl*, concern*, wrong, wrongly, incorrect*, mistake*
unfortunately, sadly, sad, sorry state, worry, afraid, scared, doubt*, unsure, weird, strange, odd, again, still
why, only to, supposed to, claims, claim, allegedly, apparently, so called, fee, fees, charge, expensive, pricey
costly, lacking, lack, lacks, without notice, without warning, no warning, without explanation, no explanation
no reason, temporarily, maintenance, unavailable, not impressed, not happy, not good, not great, not ideal
not helpful, not pleased, not recommend*, wouldn't recommend, would not recommend, could be better, hmm, seriously
come on, bravo, genius*, well done on, congrat*, lol, lmao, hilarious, funny how, brilliant, cheers for
so much for, imagine, apparently not, nope, nah, yikes, shock*
[polarity.mildly_positive 1]
ok, okay, decent, fine, fair, fairly, reasonable, simple, simply, easy, easier, easily, free, no fees, no fee
fee free, convenient*, useful, handy, nice, nicely, glad, happy, pleased, like how, i like, liked, enjoy*, trust
trusted, trustworthy, respect, secure, safe, stable, reliable, reliab*, modern, clear, clearly, clean, intuitive
user friendly, polite, politely, patient, patiently, kind, kindly, friendly, welcoming, refunded, refund came
sorted, resolved, solved, fixed, unblocked, improved, improvement, award*, wins, won, winner, record profit
profit*, growth, grew, cuts rates, saved me, saves me, saving me, works well, works great, works fine
works perfectly, no problem*, no issue*, no trouble, no complaints, can't complain, cant complain
never had a problem, never had an issue, never let, hassle free, without a hitch, no hassle, not bad, no queue*
[polarity.positive 2]
good, great, well done, helpful, helped, helping, responsive, quick, quickly, fast, faster, swift*, speedy
prompt*, promptly, instant, instantly, efficient*, seamless*, smooth, smoothly, effortless*, professional*
knowledgeable, courteous, attentive, caring, thoughtful, compassionate, empath*, understanding staff, went above
above and beyond, extra mile, thank*, thanks, thankyou, thx, ta, grateful, gratitude, appreciat*, kudos, props to
shout out, shoutout, hats off, credit to, recommend, recommended, highly recommend, would recommend, impress*
impressed, impressive, satisf*, satisfied, delighted, delightful, thrilled, chuffed, pleasure, pleasant*
top notch, first class, first rate, spot on, solid, cool, sweet, neat, lifesaver, life saver, game changer
five stars, 5 stars, 10 out of 10, thumbs up, gem, star, legend, legends, hero, heroes, angel, kept me informed
worth it, love how, ace
can't fault, cannot fault, couldn't fault, hard to fault, nothing to complain about, zero complaints
not a single issue, not a single problem, not a single complaint, not one complaint, not one issue
never had any issue*, never had any problem*, never had any trouble, never had a single issue
never had a single problem, never had issues, never had problems, never had an issue, never had a problem
never a problem, never an issue, never once let, never let me down, never lets me down, couldn't be happier
could not be happier, never a single .. issue|problem|complaint
not a single .. issue|problem|complaint, never had .. issue|problem|trouble|complaint|hitch
haven't had .. issue|problem|trouble, no issues at all, no issues with, no problems at all, no problems with
can't|cannot|couldn't thank .. enough, could not have asked for, couldn't have asked, hasn't failed me
haven't failed me, never failed me, never fails me, zero issues, zero problems
couldn't ask for more, couldn't ask for better, couldn't have asked for, can't praise
cannot praise, can't recommend .. enough, cannot recommend .. enough, nothing but praise, no regrets, zero regrets
not a bad word, haven't looked back, never looked back, hard to beat, can't beat, never disappoint*
[polarity.very_positive 3]
excellent, excellently, amazing, amazingly, awesome, fantastic*, superb*, outstanding, exceptional*, wonderful*
fabulous, marvellous, marvelous, terrific, perfect, perfectly, flawless*, stellar, brilliant service
brilliant app, best bank, the best, best app, best customer, love, loved, loving, adore*, love this bank
love my bank, love your, so good, incredible, incredibly, massive thanks, huge thanks, big thanks, big thank
thank you so much, thanks so much, many thanks, cannot thank, can't thank, blown away, second to none
)";

}  // namespace scrm::sentiment
