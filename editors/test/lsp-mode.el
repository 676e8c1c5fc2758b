;;; lsp-mode.el --- Sidestep in Emacs with lsp-mode  -*- lexical-binding: t -*-
;; Run by run.sh: emacs -Q --batch -l driver.el -l lsp-mode.el
(setq user-emacs-directory (file-name-as-directory (expand-file-name "lsp-mode" driver-scratch))
      lsp-session-file (expand-file-name "lsp-session" driver-scratch)
      lsp-auto-guess-root t
      lsp-enable-suggest-server-download nil
      lsp-restart 'ignore
      lsp-diagnostics-provider :flymake
      lsp-completion-provider :none
      lsp-response-timeout driver-patience
      lsp-keep-workspace-alive nil
      lsp-enable-file-watchers nil
      lsp-enable-snippet nil
      lsp-idle-delay 0.1
      lsp-client-packages nil)
(make-directory user-emacs-directory t)
(require 'lsp-mode)
(require 'lsp-completion)
(require 'lsp-diagnostics)
(require 'lsp-modeline)
(require 'lsp-headerline)
(require 'flymake)

;; The settings of editors/README.md.
(add-to-list 'lsp-language-id-configuration '(yaml-mode . "yaml"))
(lsp-register-client
 (make-lsp-client
  :server-id 'sidestep
  :new-connection (lsp-stdio-connection (list (getenv "SIDESTEP") "lsp"))
  :activation-fn (lambda (file &rest _)
                   (and (string-match-p "\\.ya?ml\\'" file)
                        (locate-dominating-file file "sidestep.yaml")))
  :add-on? t))

(lsp-workspace-folders-add driver-workspace)
(driver-open "content/roles/backend-engineer.yaml")
(condition-case problem
    (lsp)
  (error (driver-say "%S" problem)))

(defvar found-before nil "The finding of the planted mistake.")

(defun finding (text &optional file)
  "The finding whose message has TEXT, of FILE or the current one."
  (let ((path (lsp--fix-path-casing (expand-file-name (or file buffer-file-name) driver-workspace))))
    (cl-find-if (lambda (d) (string-match-p (regexp-quote text) (lsp:diagnostic-message d)))
                (gethash path (lsp-diagnostics t)))))

(driver-step "lsp-mode: the server serves a role"
  (driver-until
   (let ((workspace (car (lsp-workspaces))))
     (and workspace (eq (lsp--workspace-status workspace) 'initialized)))))

(driver-step "lsp-mode: a planted mistake is underlined to the column"
  (let* ((found (driver-until (finding "no role is named")))
         (range (and found (lsp:diagnostic-range found))))
    (and range
         (equal (buffer-substring-no-properties (lsp--position-to-point (lsp:range-start range))
                                                (lsp--position-to-point (lsp:range-end range)))
                "DevOps Enginer"))))

(driver-step "lsp-mode: a mistake in a file that is not open is listed"
  (driver-until (finding "no role is named" "content/roles/ml-engineer.yaml")))

(driver-step "lsp-mode: hover tells about a role"
  (driver-go "role: Data Engineer" 8)
  (let ((hover (lsp-request "textDocument/hover" (lsp--text-document-position-params))))
    (string-match-p "Builds the pipelines" (lsp--render-on-hover-content (lsp:hover-contents hover) t))))

(driver-step "lsp-mode: definition goes to the role"
  (driver-go "role: Data Engineer" 8)
  (let ((found (lsp-request "textDocument/definition" (lsp--text-document-position-params))))
    (string-match-p "data-engineer\\.yaml" (format "%S" found))))

(driver-step "lsp-mode: a role name is completed and inserted whole"
  (setq found-before (driver-until (finding "no role is named")))
  (driver-go "DevOps Enginer" 0)
  (delete-region (point) (line-end-position))
  (insert "devo")
  (add-hook 'completion-at-point-functions #'lsp-completion-at-point nil t)
  (driver-complete "DevOps Engineer")
  (equal (driver-line) "  - role: DevOps Engineer"))

(driver-step "lsp-mode: the finding goes with the mistake"
  (and found-before (driver-until (not (finding "no role is named")))))

(driver-step "lsp-mode: a quick fix is offered"
  (driver-go "role: DevOps Engineer" (length "role: DevOps Engin"))
  (delete-char 1)
  (driver-until (finding "no role is named"))
  (backward-char 2)
  (cl-some (lambda (action) (string-match-p "\"DevOps Engineer\"" (lsp:code-action-title action)))
           (lsp-code-actions-at-point)))

(set-buffer-modified-p nil)
(let ((workspace (car (lsp-workspaces))))
  (when workspace
    (ignore-errors (with-lsp-workspace workspace (lsp--shutdown-workspace)))))
(driver-end)
