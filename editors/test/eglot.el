;;; eglot.el --- Sidestep in Emacs with eglot  -*- lexical-binding: t -*-
;; Run by run.sh: emacs -Q --batch -l driver.el -l eglot.el
(require 'eglot)
(require 'flymake)

(setq eglot-sync-connect driver-patience
      eglot-connect-timeout driver-patience
      eglot-autoshutdown nil
      eglot-send-changes-idle-time 0
      flymake-no-changes-timeout 0.1)
(setq completion-ignore-case t)

;; The settings of editors/README.md.
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               `(yaml-mode . (,(getenv "SIDESTEP") "lsp"))))
(setq project-find-functions
      (list (lambda (folder)
              (let ((root (locate-dominating-file folder "sidestep.yaml")))
                (and root (cons 'transient (expand-file-name root)))))))

(driver-open "content/roles/backend-engineer.yaml")
(eglot--maybe-activate-editing-mode)
(condition-case problem
    (apply #'eglot--connect (eglot--guess-contact))
  (error (driver-say "%S" problem)))
(defvar server (eglot-current-server))
(unless server
  (driver-step "eglot: the server serves a role" nil)
  (driver-end))
(unless eglot--managed-mode (eglot--maybe-activate-editing-mode))

(defvar found-before nil "The finding of the planted mistake.")

(defun finding (code)
  "The finding of the current buffer with CODE."
  (flymake-start)
  (cl-find-if (lambda (d) (string-match-p (regexp-quote code) (flymake-diagnostic-text d)))
              (flymake-diagnostics)))

(driver-step "eglot: the server serves a role"
  (jsonrpc-running-p server))

(driver-step "eglot: a planted mistake is underlined to the column"
  (let ((found (driver-until (finding "no role is named"))))
    (equal (and found (buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found)))
           "DevOps Enginer")))

(driver-step "eglot: hover tells about a role"
  (driver-go "role: Data Engineer" 8)
  (let ((hover (jsonrpc-request server :textDocument/hover (eglot--TextDocumentPositionParams))))
    (string-match-p "Builds the pipelines" (eglot--hover-info (plist-get hover :contents) (plist-get hover :range)))))

(driver-step "eglot: definition goes to the role"
  (driver-go "role: Data Engineer" 8)
  (let* ((found (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot)))
         (location (xref-item-location (car found))))
    (string-suffix-p "data-engineer.yaml" (xref-location-group location))))

(driver-step "eglot: a role name is completed and inserted whole"
  (setq found-before (driver-until (finding "no role is named")))
  (driver-go "DevOps Enginer" 0)
  (delete-region (point) (line-end-position))
  (insert "devo")
  (driver-complete "DevOps Engineer")
  (equal (driver-line) "  - role: DevOps Engineer"))

(driver-step "eglot: the finding goes with the mistake"
  (eglot--signal-textDocument/didChange)
  (and found-before (driver-until (not (finding "no role is named")))))

(driver-step "eglot: a rename changes other files"
  (save-buffer)
  (driver-open "content/roles/data-engineer.yaml")
  (driver-until eglot--managed-mode)
  (driver-go "name: Data Engineer" 8)
  (cl-letf (((symbol-function 'y-or-n-p) #'always))
    (eglot-rename "Data Platform Builder"))
  (driver-open "content/roles/backend-engineer.yaml")
  (and (driver-go "role: Data Platform Builder" 0) t))

(driver-step "eglot: the server's settings are those of its configuration"
  (let ((site (expand-file-name "site/" driver-workspace)))
    (make-directory (concat site "content/roles") t)
    (write-region "{}\n" nil (concat site "sidestep.yaml"))
    (setq-default eglot-workspace-configuration '(:sidestep (:configuration "site/sidestep.yaml")))
    (eglot-signal-didChangeConfiguration server)
    ;; It is the only one that is read.
    (driver-until
     (let ((workspaces (plist-get (jsonrpc-request server :sidestep/status nil) :workspaces)))
       (and (= (length workspaces) 1)
            (string-suffix-p "/site" (plist-get (aref workspaces 0) :folder)))))))

(let ((process (jsonrpc--process server)))
  (ignore-errors (eglot-shutdown server nil 3 t))
  (driver-step "eglot: the server ends"
    (driver-until (not (process-live-p process)))))
(driver-end)
